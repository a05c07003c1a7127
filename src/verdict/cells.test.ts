import { describe, expect, it } from 'vitest'
import { randomFrom } from './statistics/random.js'
import { estimateCells } from './cells.js'
import { reduceMetric, type StageMetric } from './stage-metric.js'

/**
 * A metric of 4 pairs in which each case has its own noise and change (ln), every launch a luck of 2 % that
 * its cases share.
 */
function metricOf(spreads: readonly number[], changes: readonly number[], seed = 1): StageMetric {
  const random = randomFrom(seed)
  const launch = (isPr: boolean) => {
    const luck = 0.02 * random.normal()
    return spreads.map(
      (spread, column) => luck + spread * random.normal() + (isPr ? (changes[column] ?? 0) : 0),
    )
  }
  const pairs = Array.from({ length: 4 }, (_, index) => ({
    index,
    attempt: { pair: index + 1, attempt: 1, first: index % 2 === 0 ? ('main' as const) : ('pr' as const) },
  }))
  const logs = { main: pairs.map(() => launch(false)), pr: pairs.map(() => launch(true)) }
  const found = reduceMetric(logs, pairs, undefined)
  if (found === undefined) throw new Error('nothing to reduce')
  return found
}

const even = [0.004, 0.004, 0.004, 0.004, 0.004, 0.004, 0.004]

describe('a cell', () => {
  it('stands apart from its stage without the luck that a launch shares', () => {
    const cells = estimateCells(metricOf(even, [0, 0, -0.1, 0, 0, 0, 0]))

    const errors = cells.map(({ deviation }) => deviation?.standardError ?? 1)
    expect(cells[2]?.deviation?.mean).toBeCloseTo(-0.1, 1)
    expect(Math.max(...errors)).toBeLessThan(0.007)
    expect(cells[0]?.estimate.standardError).toBeGreaterThan(0.007)
  })

  it('does not stand apart where the whole stage changes', () => {
    const cells = estimateCells(
      metricOf(
        even,
        even.map(() => -0.1),
      ),
    )

    for (const { estimate, deviation } of cells) {
      expect(estimate.mean).toBeCloseTo(-0.1, 1)
      expect(Math.abs(deviation?.mean ?? 1)).toBeLessThan(0.02)
    }
  })

  it('borrows degrees of freedom from cells like it', () => {
    const cells = estimateCells(metricOf(even, []))

    const most = Math.max(...cells.map(({ deviation }) => deviation?.df ?? 0))
    expect(most).toBeGreaterThan(4)
    expect(most).toBeLessThanOrEqual(10)
  })

  it('is judged by its own noise where it is much noisier than the others', () => {
    const spreads = [0.1, ...even.slice(1)]

    for (let seed = 1; seed <= 20; seed++) {
      const [noisy, ...calm] = estimateCells(metricOf(spreads, [], seed))

      const calmest = Math.min(...calm.map(({ deviation }) => deviation?.standardError ?? 0))
      expect(noisy?.deviation?.df).toBe(4)
      expect(noisy?.deviation?.standardError).toBeGreaterThan(2 * calmest)
    }
  })

  it('has nothing to stand apart from in a stage of two', () => {
    const cells = estimateCells(metricOf([0.004, 0.004], []))

    expect(cells.map(({ deviation }) => deviation)).toEqual([undefined, undefined])
  })
})
