import { finding, type Finding } from '../findings.js'
import type { StageJudgement } from '../judgement.js'
import type { MeasuredStage } from '../measure.js'

/** Cases in which the server fell behind the offered rate, and what is judged there. */
export function checkSaturated({ tables }: MeasuredStage, { cells }: StageJudgement): Finding[] {
  const own = tables.metrics.filter(({ saturated }) => saturated !== undefined)
  const cases = [...new Set(own.flatMap((table) => table.cases))]
  if (cases.length === 0) return []
  const deciding = own.filter(({ saturated }) => saturated === 'deciding').map(({ metric }) => metric)
  const throughput = cells.flatMap(({ case: name, metric, change }) =>
    change !== null && deciding.includes(metric) && cases.includes(name) ? [{ case: name, change }] : [],
  )
  const facts = { kind: 'saturated', cases, throughputDecides: deciding.length > 0, throughput } as const
  return [finding(facts)]
}
