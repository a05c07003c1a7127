import { present } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { mean, sumOfSquares } from './statistics/location.js'
import { detectableAtLooks } from './statistics/power.js'
import type { Look } from './statistics/spending.js'
import type { NoiseLevel } from './judgement.js'
import type { StageMetric } from './stage-metric.js'

const unknown: NoiseLevel = { launch: null, within: null, pair: null, detectable: null }

/**
 * Splits the variance of a metric's pairs into launch and value: a pair's mean ratio over cases of weights w
 * varies by 2 (launch^2 + within^2 sum w^2), a cell's ratio around the plain mean of C by 2 within^2 (1 - 1 / C).
 */
export function noiseLevel(
  metric: StageMetric | undefined,
  looks: readonly Look[],
  hypotheses: number,
): NoiseLevel {
  if (metric === undefined) return unknown
  const { observed, weights, calibrated } = metric
  const within = withinVariance(metric)
  const shared = weights.reduce((sum, weight) => sum + weight ** 2, 0)
  const launch = within === null ? null : Math.max(0, observed.variance / 2 - within * shared)
  const pairSd = Math.sqrt(observed.variance)
  const last = looks.slice(-1)
  const [seen] =
    pairSd > 0 ? detectableAtLooks(last, { pairSd, priorDf: calibrated?.prior?.df ?? 0 }, hypotheses) : []
  return {
    launch: launch === null ? null : Math.sqrt(launch),
    within: within === null ? null : Math.sqrt(within),
    pair: pairSd,
    detectable: seen?.change ?? null,
  }
}

/**
 * Variance of one value within its launch, from two-way residuals of the cells' ratios; null for a single
 * case.
 */
function withinVariance({ cellRatios, cases }: StageMetric): number | null {
  const complete = cellRatios.map(present).filter((row) => row.length === cases.length)
  if (cases.length < 2 || complete.length < 2) return null
  const shared = complete.map(mean)
  let sum = 0
  for (let column = 0; column < cases.length; column++)
    sum += sumOfSquares(complete.map((row, pair) => at(row, column) - at(shared, pair)))
  return sum / (2 * (cases.length - 1) * (complete.length - 1))
}
