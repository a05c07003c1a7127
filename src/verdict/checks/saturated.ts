import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { stageName } from '../wording.js'

/** Cases in which the server fell behind the offered rate, and what is judged there. */
export function checkSaturated({ tables }: MeasuredStage): Finding[] {
  const { model, benchmarkType, metrics } = tables
  const own = metrics.filter(({ saturated }) => saturated !== undefined)
  const cases = [...new Set(own.flatMap((table) => table.cases))]
  if (cases.length === 0) return []
  const throughput = own.some(({ saturated }) => saturated === 'deciding')
    ? 'output throughput is judged there, '
    : ''
  const sentence = `${stageName(model, benchmarkType)}: the server fell behind the offered rate at ${cases.join(', ')}; ${throughput}TTFT and end-to-end latency tell how long the queue was and are not judged there`
  return [finding('saturated', sentence, { model, benchmarkType })]
}
