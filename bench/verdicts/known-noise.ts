import { normalCdf } from '../../src/verdict/statistics/distributions.js'
import { mean } from '../../src/verdict/statistics/location.js'
import { randomFrom, type Random } from '../../src/verdict/statistics/random.js'
import { budgets } from '../../src/verdict/tuning.js'
import type { Noise } from './noise.js'
import { simulatedPlan } from './plan.js'

const pairs = 10
const draws = 5000

/**
 * What somebody who knows the noise tests of a stage: the metric that varies least, or the mean over its
 * metrics.
 */
export type Tested = 'calmest metric' | 'mean over metrics'

/**
 * What no rule can beat that keeps the budget and takes ten pairs: how often a change (ln) of a stage with so
 * many cases is found by somebody who knows the noise exactly, always takes ten pairs, and tests that alone,
 * at a quarter of the budget (four stages). A normal test, averaged over the noise that cells may have.
 */
export function foundWithKnownNoise(noise: Noise, cases: number, change: number, tested: Tested): number {
  const random = randomFrom(1)
  const critical = normalQuantile(1 - budgets.difference / simulatedPlan.length / 2)
  const found = Array.from({ length: draws }, () => {
    const pairSd = drawPairSd(noise, cases, tested, random)
    return normalCdf((Math.abs(change) * Math.sqrt(pairs)) / pairSd - critical)
  })
  return mean(found)
}

/** Standard deviation (ln) of a pair of a stage whose cells vary as this noise lets them. */
export function drawPairSd(noise: Noise, cases: number, tested: Tested, random: Random): number {
  const metrics = [1, 2, 3].map(() => meanVariance(noise, cases, random))
  const within = tested === 'calmest metric' ? Math.min(...metrics) : mean(metrics) / metrics.length
  return Math.sqrt(2 * (noise.launch ** 2 + within))
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
