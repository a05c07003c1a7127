import type { CellJudgement, MetricJudgement, StageJudgement } from '../judgement.js'

/** A stage's metrics, each with its cells. */
export function byMetric({
  metrics,
  cells,
}: StageJudgement): { metric: MetricJudgement; cells: CellJudgement[] }[] {
  const found = new Map<string, CellJudgement[]>(metrics.map(({ metric }) => [metric, []]))
  for (const cell of cells) found.get(cell.metric)?.push(cell)
  return metrics.map((metric) => ({ metric, cells: found.get(metric.metric) ?? [] }))
}
