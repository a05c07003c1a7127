import { findMetric } from '../../metrics.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { defaultGating, type Rules } from '../options.js'
import { stageName } from '../wording.js'

/**
 * Metrics that prbench does not know beside those that decide by default: they are shown, and never fail a comparison. Where
 * somebody chose the deciding metrics of the benchmark type, that was the choice.
 */
export function checkNotDeciding({ tables, metrics }: MeasuredStage, { gating }: Rules): Finding[] {
  const { model, benchmarkType } = tables
  const isChosen = gating[benchmarkType] !== defaultGating[benchmarkType]
  const unknown = metrics.filter(
    (one) => !one.gating && one.judged && findMetric(one.table.metric) === undefined,
  )
  const deciding = metrics.filter((one) => one.gating)
  if (isChosen || unknown.length === 0 || deciding.length === 0) return []
  const names = (some: typeof metrics) => [...new Set(some.map(({ table }) => table.metric))].join(', ')
  const sentence = `${stageName(model, benchmarkType)}: ${names(unknown)} cannot fail the comparison: beside ${names(deciding)} no metric decides that prbench does not know; give them a benchmarkType of their own, or name what decides in judge's option gating`
  return [finding('input', sentence, { model, benchmarkType })]
}
