import { describe, expect, it } from 'vitest'
import type { Arm } from '../comparison/arm.js'
import { randomFrom } from './statistics/random.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { withoutOrderEffect } from './order-effect.js'

const order = (pairs: number): Arm[] =>
  Array.from({ length: pairs }, (_, pair) => (pair % 2 === 0 ? 'main' : 'pr'))

/** Launches of three cases with 0.3 % of noise, and what `off` adds (ln, minus is slower). */
function logsOf(pairs: number, off: (arm: Arm, pair: number, isSecond: boolean) => number) {
  const random = randomFrom(7)
  const rows = (arm: Arm) =>
    order(pairs).map((first, pair) =>
      [0, 1, 2].map(() => 0.003 * random.normal() + off(arm, pair, first !== arm)),
    )
  return { main: rows('main'), pr: rows('pr') }
}

describe('an order effect', () => {
  it('leaves the pairs valid', () => {
    const samples = makeSamples({ pairs: 10 }).map((sample) => {
      const factor = sample.position === 2 ? (sample.better === 'higher' ? 0.94 : 1 / 0.94) : 1
      return { ...sample, value: (sample.value ?? 0) * factor }
    })

    const { stages, findings } = judge(samples)

    expect(stages[0]).toMatchObject({ pairs: 10, disturbed: { main: 0, pr: 0 } })
    expect(findings.filter(({ kind }) => kind === 'bimodal')).toEqual([])
  })

  it('is taken out of the second launches, the arms kept apart', () => {
    const logs = logsOf(8, (arm, _, isSecond) => (isSecond ? -0.06 : 0) + (arm === 'pr' ? -0.1 : 0))

    const clean = withoutOrderEffect(logs, order(8))

    for (const row of clean.main) for (const value of row) expect(value).toBeCloseTo(0, 1)
    for (const row of clean.pr) for (const value of row) expect(value).toBeCloseTo(-0.1, 1)
    expect(Math.max(...clean.main.flat().map((value) => Math.abs(value ?? 1)))).toBeLessThan(0.02)
  })

  it('changes its sign with nothing when the arms are swapped', () => {
    const logs = logsOf(6, (_, _pair, isSecond) => (isSecond ? -0.06 : 0))
    const swapped = { main: logs.pr, pr: logs.main }
    const swappedOrder = order(6).map((arm): Arm => (arm === 'main' ? 'pr' : 'main'))

    const clean = withoutOrderEffect(logs, order(6))
    const cleanSwapped = withoutOrderEffect(swapped, swappedOrder)

    expect(clean).not.toEqual(logs)
    expect(cleanSwapped).toEqual({ main: clean.pr, pr: clean.main })
  })

  it.each([
    ['calm launches', 8, () => 0],
    ['one disturbed launch', 4, (arm: Arm, pair: number) => (arm === 'main' && pair === 1 ? -0.5 : 0)],
    [
      'two disturbed launches of one arm, both second',
      6,
      (arm: Arm, pair: number) => (arm === 'main' && (pair === 1 || pair === 3) ? -0.3 : 0),
    ],
    ['a change of the arms', 8, (arm: Arm) => (arm === 'pr' ? -0.1 : 0)],
    ['too few pairs', 3, (_: Arm, _pair: number, isSecond: boolean) => (isSecond ? -0.06 : 0)],
  ])('is none in %s', (_, pairs, off) => {
    const logs = logsOf(pairs, off)

    const clean = withoutOrderEffect(logs, order(pairs))

    expect(clean).toBe(logs)
  })

  it.each([8, 10])('is none where only one arm has it, over %s pairs', (pairs) => {
    const logs = logsOf(pairs, (arm, _, isSecond) => (arm === 'pr' && !isSecond ? -0.3 : 0))

    expect(withoutOrderEffect(logs, order(pairs))).toBe(logs)
  })

  it('of one arm alone gives no "no change", and does not blame the other', () => {
    const samples = makeSamples({
      pairs: 10,
      slower: (arm, pair) => (arm === 'pr' && pair % 2 === 0 ? Math.expm1(0.3) : 0),
    })

    const { stages } = judge(samples, { final: true })

    expect(stages[0]?.disturbed).toEqual({ main: 0, pr: 5 })
    expect(stages[0]?.verdict).toBe('unstable')
  })

  it('is not told where every pair has the same order', () => {
    const logs = logsOf(6, (arm) => (arm === 'pr' ? -0.06 : 0))
    const alwaysMain = order(6).map((): Arm => 'main')

    expect(withoutOrderEffect(logs, alwaysMain)).toBe(logs)
  })
})
