import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interval } from './statistics/equivalence.js'
import { randomFrom } from './statistics/random.js'
import { reduceMetric, type StageMetric } from './stage-metric.js'

/**
 * A metric of 4 pairs in which each case has its own noise and change (ln), every launch a luck of 0.5 % that
 * its cases share.
 */
function metricOf(spreads: readonly number[], changes: readonly number[], seed = 1): StageMetric {
  const random = randomFrom(seed)
  const launch = (isPr: boolean) => {
    const luck = 0.005 * random.normal()
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
  it('has its own change', () => {
    const { cells } = metricOf(even, [0, 0, -0.1, 0, 0, 0, 0])

    expect(cells[2]?.estimate.mean).toBeCloseTo(-0.1, 1)
    expect(cells[0]?.estimate.standardError).toBeGreaterThan(0.003)
  })

  it('borrows degrees of freedom from cells like it, three quarters of its own at most', () => {
    const { cells } = metricOf(even, [])

    const most = Math.max(...cells.map(({ estimate }) => estimate.df))
    expect(most).toBeGreaterThan(4)
    expect(most).toBeLessThanOrEqual(7)
  })

  it('is judged by its own noise where it is much noisier than the others', () => {
    const spreads = [0.3, ...even.slice(1)]

    for (let seed = 1; seed <= 20; seed++) {
      const [noisy, ...calm] = metricOf(spreads, [], seed).cells

      const calmest = Math.min(...calm.map(({ estimate }) => estimate.standardError))
      expect(noisy?.estimate.standardError).toBeGreaterThan(2 * calmest)
    }
  })

  it('has an interval that holds its change in 94 % or more, however unequal the cells are', () => {
    const spreads = [0.001, 0.004, 0.01, 0.03, 0.05]
    let held = 0

    for (let seed = 1; seed <= 400; seed++)
      for (const { estimate } of metricOf(spreads, [], seed).cells) {
        const { low, high } = interval(estimate, 0.05)
        if (low <= 0 && 0 <= high) held += 1 / (400 * spreads.length)
      }

    expect(held).toBeGreaterThan(0.94)
  })
})

describe('weights', () => {
  it('are alike where the cells are, and small where a cell is much noisier', () => {
    const alike = metricOf(even, []).weights
    const unequal = metricOf([0.5, ...even.slice(1)], []).weights

    expect(Math.max(...alike)).toBeLessThan(2 * Math.min(...alike))
    expect(unequal[0]).toBeLessThan(0.02)
  })

  it('add up to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (spreads) => {
          const { weights } = metricOf(spreads, [])

          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
