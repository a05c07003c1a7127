import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'

/** Cases in which the server fell behind the offered rate, and what is judged there. */
export function checkSaturated({ tables }: MeasuredStage): Finding[] {
  const { model, benchmarkType, metrics } = tables
  const own = metrics.filter(({ saturated }) => saturated !== undefined)
  const cases = [...new Set(own.flatMap((table) => table.cases))]
  if (cases.length === 0) return []
  const throughputDecides = own.some(({ saturated }) => saturated === 'deciding')
  return [finding({ kind: 'saturated', cases, throughputDecides }, { model, benchmarkType })]
}
