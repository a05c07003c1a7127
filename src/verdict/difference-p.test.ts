import { describe, expect, it } from 'vitest'
import { estimateMean, pairVariance } from './statistics/paired.js'
import { differenceP } from './difference-p.js'
import { pOf } from './no-change.js'

const ratios = [0.1, 0.101, 0.099, 0.1]
const metric = { ratios, estimate: estimateMean(ratios, pairVariance(ratios, [])) }

describe('differenceP', () => {
  it('is that of the t distribution on a steady host', () => {
    expect(differenceP(metric, undefined)).toBe(pOf(metric.estimate))
  })

  it.each(['states', 'many'] as const)(
    'is no less than swapping the arms gives where launches are %s',
    (unsteady) => {
      expect(pOf(metric.estimate)).toBeLessThan(0.001)

      // Of the 16 ways to swap the arms of four pairs, two are as far from zero.
      expect(differenceP(metric, unsteady)).toBe(2 / 16)
    },
  )
})
