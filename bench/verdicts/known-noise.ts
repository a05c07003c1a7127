import { normalCdf } from '../../src/comparison/statistics/distributions.js'
import { mean } from '../../src/comparison/statistics/location.js'
import { randomFrom, type Random } from '../../src/comparison/statistics/random.js'
import { budgets } from '../../src/comparison/statistics/spending.js'
import type { Noise } from './noise.js'
import { simulatedPlan } from './plan.js'

const pairs = 10
const draws = 5000

/**
 * What no rule can beat that keeps the budget, takes ten pairs and tests one metric at a time: how often a change (ln) of a
 * stage with so many cases is found by somebody who knows the noise exactly, always takes ten pairs, and looks at the stage's
 * calmest metric alone, at a quarter of the budget (four stages). A normal test, averaged over the noise that cells may have.
 */
export function foundWithKnownNoise(noise: Noise, cases: number, change: number): number {
  const random = randomFrom(1)
  const critical = normalQuantile(1 - budgets.difference / simulatedPlan.length / 2)
  const found = Array.from({ length: draws }, () => {
    const metrics = [1, 2, 3].map(() => meanVariance(noise, cases, random))
    const pairSd = Math.sqrt(2 * (noise.launch ** 2 + Math.min(...metrics)))
    return normalCdf((Math.abs(change) * Math.sqrt(pairs)) / pairSd - critical)
  })
  return mean(found)
}

/** Variance of a launch's mean over cases, within the launch. */
function meanVariance({ within: [low, high] }: Noise, cases: number, random: Random): number {
  const variances = Array.from({ length: cases }, () => (low + (high - low) * random.uniform()) ** 2)
  return mean(variances) / cases
}

function normalQuantile(probability: number): number {
  let low = 0
  let high = 10
  while (high - low > 1e-10) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < probability) low = middle
    else high = middle
  }
  return low
}
