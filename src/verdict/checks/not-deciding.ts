import { findMetric } from '../../comparison/metrics.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { defaultGating, isPercentile, type Rules } from '../options.js'
import { metricName, stageName } from '../wording.js'

/**
 * Metrics that prbench does not know and that never fail a comparison: tail percentiles, and those beside the ones that decide
 * by default. Where somebody chose the deciding metrics of the benchmark type, that was the choice.
 */
export function checkNotDeciding({ tables, metrics }: MeasuredStage, { gating }: Rules): Finding[] {
  const { model, benchmarkType } = tables
  const isChosen = gating[benchmarkType] !== defaultGating[benchmarkType]
  const unknown = metrics.filter((one) => !one.gating && findMetric(one.table.metric) === undefined)
  const beside = unknown.filter(({ judged }) => judged)
  const tails = unknown.filter(({ table }) => isPercentile(table.metric))
  const deciding = metrics.filter((one) => one.gating)
  if (isChosen || unknown.length === 0 || deciding.length === 0) return []
  const names = (some: typeof metrics) =>
    [...new Set(some.map(({ table }) => metricName(table.metric)))].join(', ')
  const reasons = [
    ...(tails.length === 0
      ? []
      : [`${names(tails)} cannot fail the comparison: tail percentiles are shown, never judged`]),
    ...(beside.length === 0
      ? []
      : [
          `${names(beside)} cannot fail the comparison: beside ${names(deciding)} no metric decides that prbench does not know; give them a benchmarkType of their own, or name what decides in judge's option gating`,
        ]),
  ]
  const sentence = `${stageName(model, benchmarkType)}: ${reasons.join('; ')}`
  return [finding('input', sentence, { model, benchmarkType })]
}
