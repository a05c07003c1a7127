import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomFrom } from './statistics/random.js'
import { findDisturbed, voidSlowCases } from './disturbance.js'
import type { MetricTable } from './tables.js'

type Rows = (number | null)[][]

/** Launches by cases, 0.5 % of noise, with what `off` adds to single values (ln, minus is slower). */
function quiet(
  seed: number,
  launches: number,
  cases: number,
  off: (launch: number, column: number) => number,
): Rows {
  const random = randomFrom(seed)
  return Array.from({ length: launches }, (_, launch) => {
    const shared = 0.005 * random.normal()
    return Array.from(
      { length: cases },
      (_unused, column) => shared + 0.003 * random.normal() + off(launch, column),
    )
  })
}

function tableOf(main: Rows, pr: Rows): MetricTable {
  const cases = (main[0] ?? []).map((_, column) => `case ${column}`)
  return { metric: 'm', unit: 's', better: 'lower', cases, logs: { main, pr }, reasons: new Map() }
}

const nothing = () => 0

describe('a disturbed launch', () => {
  it('is found in either arm by the same rule', () => {
    const slow = quiet(1, 4, 5, (launch) => (launch === 2 ? -0.4 : 0))
    const calm = quiet(2, 4, 5, nothing)

    const inMain = findDisturbed(tableOf(slow, calm))
    const inPr = findDisturbed(tableOf(calm, slow))

    expect(inMain.main.disturbed).toEqual([false, false, true, false])
    expect(inMain.pr.disturbed).toEqual([false, false, false, false])
    expect([inPr.pr, inPr.main]).toEqual([inMain.main, inMain.pr])
  })

  it('is none where the whole arm is slower: that is the change', () => {
    const found = findDisturbed(
      tableOf(
        quiet(1, 4, 5, nothing),
        quiet(2, 4, 5, () => -0.4),
      ),
    )

    expect([...found.main.disturbed, ...found.pr.disturbed]).not.toContain(true)
  })

  it('is none where one case of five is slow: that is taken out by itself', () => {
    const slow = quiet(1, 4, 5, (launch, column) => (launch === 1 && column === 3 ? -0.5 : 0))
    const calm = quiet(2, 4, 5, nothing)

    const found = findDisturbed(tableOf(slow, calm))
    const { logs, taken } = voidSlowCases(tableOf(slow, calm))

    expect(found.main.disturbed).not.toContain(true)
    expect(taken).toEqual({ main: [0, 0, 0, 1, 0], pr: [0, 0, 0, 0, 0] })
    expect(logs.main[1]?.[3]).toBeNull()
    expect(logs.main.flat().filter((value) => value === null)).toHaveLength(1)
  })

  it('is only odd where it is faster', () => {
    const fast = quiet(1, 5, 5, (launch) => (launch === 0 ? 0.4 : 0))

    const { main } = findDisturbed(tableOf(fast, quiet(2, 5, 5, nothing)))

    expect(main.disturbed).toEqual([false, false, false, false, false])
    expect(main.odd).toEqual([true, false, false, false, false])
  })

  it('cannot be told from two launches', () => {
    const { main } = findDisturbed(
      tableOf(
        quiet(1, 2, 5, (launch) => -launch),
        quiet(2, 2, 5, nothing),
      ),
    )

    expect(main.disturbed).toEqual([false, false])
  })

  it.each([3, 4])('is none of the others where one of %d is fast', (launches) => {
    const fast = quiet(1, launches, 5, (launch) => (launch === 0 ? 0.3 : 0))

    const { main } = findDisturbed(tableOf(fast, quiet(2, launches, 5, nothing)))

    expect(main.disturbed).not.toContain(true)
    expect(main.odd.indexOf(true)).toBe(0)
  })
})

it('finds the same launches whatever the level of a case', () => {
  const level = fc.double({ min: -10, max: 10, noNaN: true })

  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), level, (seed, shift) => {
      const main = quiet(seed, 5, 3, (launch) => (launch === seed % 5 ? -0.3 : 0))
      const pr = quiet(seed + 1, 5, 3, nothing)
      const move = (rows: Rows) =>
        rows.map((row) => row.map((value, column) => (value ?? 0) + (column === 1 ? shift : 0)))

      const there = findDisturbed(tableOf(main, pr))
      const moved = findDisturbed(tableOf(move(main), move(pr)))

      expect(moved).toEqual(there)
    }),
  )
})

it('keeps missing values missing', () => {
  const main: Rows = [
    [null, 1, 2],
    [0, null, 2],
    [0, 1, null],
  ]

  const { logs, taken } = voidSlowCases(tableOf(main, main))

  expect(logs.main).toEqual(main)
  expect(taken).toEqual({ main: [0, 0, 0], pr: [0, 0, 0] })
})

it("takes no value out where most of an arm's values of the case fell behind: that is what the case is like", () => {
  const often = quiet(1, 8, 5, (launch, column) => (column === 3 && launch < 4 ? -0.4 : 0))
  const calm = quiet(2, 8, 5, () => 0)

  const { logs, slow, taken } = voidSlowCases(tableOf(often, calm))

  expect(slow.main).toEqual([0, 0, 0, 4, 0])
  expect(taken.main).toEqual([0, 0, 0, 0, 0])
  expect(logs.main).toEqual(often)
})

it('takes no value out of a case where most of its pairs would go, be it by turns', () => {
  const main = quiet(1, 8, 5, (launch, column) => (column === 3 && [0, 2, 4].includes(launch) ? -0.2 : 0))
  const pr = quiet(2, 8, 5, (launch, column) => (column === 3 && [1, 3, 5].includes(launch) ? -0.2 : 0))

  const { logs, slow, taken } = voidSlowCases(tableOf(main, pr))

  expect([slow.main, slow.pr]).toEqual([
    [0, 0, 0, 3, 0],
    [0, 0, 0, 3, 0],
  ])
  expect(taken).toEqual({ main: [0, 0, 0, 0, 0], pr: [0, 0, 0, 0, 0] })
  expect(logs).toEqual({ main, pr })
})

it('asks more of a metric that varies more', () => {
  const late = quiet(1, 12, 5, (launch) => (launch === 0 ? -0.055 : 0))
  const calm = quiet(2, 12, 5, () => 0)

  const usual = findDisturbed(tableOf(late, calm))
  const firstToken = findDisturbed({ ...tableOf(late, calm), leastMargin: 0.1 })

  expect([usual.main.disturbed[0], firstToken.main.disturbed[0]]).toEqual([true, false])
})
