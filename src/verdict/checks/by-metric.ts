import type { CellJudgement, MetricJudgement, StageJudgement } from '../judgement.js'

/** A stage's metrics, each with its cells. */
export function byMetric({
  metrics,
  cells,
}: StageJudgement): { metric: MetricJudgement; cells: CellJudgement[] }[] {
  // A metric that decides for some of its cases only is there twice.
  const keyOf = ({ metric, gating }: MetricJudgement | CellJudgement) => JSON.stringify([gating, metric])
  const found = new Map<string, CellJudgement[]>(metrics.map((metric) => [keyOf(metric), []]))
  for (const cell of cells) found.get(keyOf(cell))?.push(cell)
  return metrics.map((metric) => ({ metric, cells: found.get(keyOf(metric)) ?? [] }))
}
