import { at } from './statistics/at.js'
import { estimateMean, pairVariance } from './statistics/paired.js'
import { moderate } from './statistics/moderation.js'
import { randomFrom } from './statistics/random.js'
import { lookReached, type Look } from './statistics/spending.js'
import { neverLower } from './calibration.js'
import { isNoChange, pOf } from './no-change.js'
import { foresight } from './tuning.js'

/** Noise and margin of one gating metric of a stage. */
export interface ExpectedNoise {
  /** Standard deviation of one pair's log ratio. */
  readonly pairSd: number
  /** Margin as a fraction. */
  readonly margin: number
  /** Degrees of freedom of the calibration that the noise comes from, 0 for an estimate. */
  readonly priorDf: number
}

const { simulatedStages: runs } = foresight

/**
 * Pairs that a stage is expected to take where nothing changed: mean over 400 simulated stages (always the
 * same ones) of the first look at which every metric is "no change", the last look where none is.
 */
export function expectedPairs(metrics: readonly ExpectedNoise[], looks: readonly Look[]): number {
  const random = randomFrom(1)
  const most = at(looks, looks.length - 1).pairs
  let sum = 0
  for (let run = 0; run < runs; run++) {
    const launches = metrics.map(({ pairSd }) =>
      Array.from({ length: 2 * most }, () => (random.normal() * pairSd) / Math.SQRT2),
    )
    const stop = looks.find(({ pairs }) =>
      metrics.every((metric, index) => isSettledAt(metric, at(launches, index), pairs, looks)),
    )
    sum += stop?.pairs ?? most
  }
  return sum / runs
}

function isSettledAt(
  metric: ExpectedNoise,
  launches: readonly number[],
  pairs: number,
  looks: readonly Look[],
): boolean {
  const look = lookReached(looks, pairs, false)
  if (look === undefined || pairs < 2) return true
  const ratios: number[] = []
  const boundaries: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const sign = pair % 2 === 0 ? 1 : -1
    ratios.push(sign * (at(launches, 2 * pair + 1) - at(launches, 2 * pair)))
    if (pair > 0) boundaries.push(at(launches, 2 * pair) - at(launches, 2 * pair - 1))
  }
  const observed = pairVariance(ratios, boundaries)
  const spread = moderate(
    observed,
    neverLower({ variance: metric.pairSd ** 2, df: metric.priorDf }, observed),
  )
  const estimate = estimateMean(ratios, spread)
  return isNoChange(estimate, metric.margin, look, pOf(estimate))
}
