import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { roleOf } from '../roles.js'

/**
 * Metrics that never fail the comparison although nobody said so: they are called as tail percentiles are.
 */
export function checkNotDeciding({ metrics }: MeasuredStage): Finding[] {
  const tails = metrics.filter(({ table }) => table.role === undefined && roleOf(table) === 'shown')
  if (tails.length === 0 || !metrics.some(({ gating }) => gating)) return []
  const names = [...new Set(tails.map(({ table }) => table.metric))]
  return [finding({ kind: 'not-deciding', metrics: names })]
}
