import { arms } from '../../comparison/arm.js'
import { at } from '../statistics/at.js'
import { mean, sumOfSquares } from '../statistics/location.js'
import { changeOf } from '../statistics/paired.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { pOf } from '../no-change.js'
import type { StageMetric } from '../stage-metric.js'
import { checks } from '../tuning.js'

const { significant, smallestDrift, smallestOrderEffect, fewestPairs, fewestPairsOfOneOrder } = checks

/** Trends that the alternating order keeps out of the mean, said because they show what the host was doing: drift, and first against second. */
export function checkDriftAndOrder(stage: MeasuredStage): Finding[] {
  const { tables, metrics } = stage
  const { model, benchmarkType } = tables
  const ofMetrics = metrics.flatMap(({ table, gating, reduced }) => {
    if (!gating || reduced === undefined || reduced.pairs.length < fewestPairs) return []
    const place = { model, benchmarkType, metric: table.metric }
    const drift = driftOf(reduced)
    const order = orderEffectOf(reduced)
    return [
      ...(drift === undefined ? [] : [finding({ kind: 'drift', change: changeOf(drift) }, place)]),
      ...(order === undefined ? [] : [finding({ kind: 'order-effect', change: changeOf(order) }, place)]),
    ]
  })
  return [...oneOrder(stage), ...ofMetrics]
}

/**
 * All judged pairs in one order: whatever the second launch of a pair gains or loses is then part of the change, and so is
 * drift, and no launches of one arm are neighbours to tell the noise.
 */
function oneOrder({ tables: { model, benchmarkType }, judged }: MeasuredStage): Finding[] {
  const [first, ...others] = new Set(judged.map(({ attempt }) => attempt.first))
  if (first === undefined || others.length > 0 || judged.length < fewestPairsOfOneOrder) return []
  return [finding({ kind: 'one-order', first, pairs: judged.length }, { model, benchmarkType })]
}

/** Line through both arms' launches over time, each arm around its own mean; the drift from first to last if it is clear. */
function driftOf({ levels, pairs }: StageMetric): number | undefined {
  const times: number[] = []
  const values: number[] = []
  for (const arm of arms) {
    const centre = mean(levels[arm])
    pairs.forEach(({ index, attempt }, position) => {
      times.push(2 * index + (attempt.first === arm ? 0 : 1))
      values.push(at(levels[arm], position) - centre)
    })
  }
  const { slope, p } = fitLine(times, values, 3)
  const drift = slope * (2 * (at(pairs, pairs.length - 1).index - at(pairs, 0).index) + 1)
  return p <= significant && Math.abs(drift) >= smallestDrift ? drift : undefined
}

/** Mean of second - first over the pairs, with the arms' difference taken out; undefined where it is not clear. */
function orderEffectOf({ ratios, pairs }: StageMetric): number | undefined {
  const secondIsPr = pairs.map(({ attempt }) => (attempt.first === 'main' ? 1 : -1))
  const { slope, p } = fitLine(secondIsPr, ratios, 2)
  return p <= significant && Math.abs(slope) >= smallestOrderEffect ? slope : undefined
}

/** Least-squares slope and its two-sided p, with `parameters` fitted in all. No slope where x does not vary. */
function fitLine(
  x: readonly number[],
  y: readonly number[],
  parameters: number,
): { slope: number; p: number } {
  const spread = sumOfSquares(x)
  const df = x.length - parameters
  if (spread === 0 || df < 1) return { slope: 0, p: 1 }
  const centreX = mean(x)
  const centreY = mean(y)
  let shared = 0
  y.forEach((value, index) => (shared += (at(x, index) - centreX) * (value - centreY)))
  const slope = shared / spread
  const residual = Math.max(0, sumOfSquares(y) - slope * shared)
  const standardError = Math.sqrt(residual / df / spread)
  if (standardError === 0) return { slope, p: slope === 0 ? 1 : 0 }
  return { slope, p: pOf({ mean: slope, standardError, df }) }
}
