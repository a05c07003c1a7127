import { byMetric } from './by-metric.js'
import { finding, type Finding } from '../findings.js'
import type { CellJudgement, StageJudgement } from '../judgement.js'
import { signedPercent } from '../wording.js'

/** Changes of cells in opposite directions: they cancel in the stage's mean, which then looks calm. */
export function checkOppositeCells(stage: StageJudgement): Finding[] {
  const { model, benchmarkType } = stage
  return byMetric(stage).flatMap(({ metric: { metric, gating }, cells: own }) => {
    const faster = own.filter(({ verdict }) => verdict === 'improvement')
    const slower = own.filter(({ verdict }) => verdict === 'regression')
    if (!gating || faster.length === 0 || slower.length === 0) return []
    const sentence = `${model} ${benchmarkType}, ${metric}: cases change in opposite directions and cancel in the mean: faster ${listed(faster)}; slower ${listed(slower)}`
    return [finding('opposite-cells', sentence, { model, benchmarkType, metric })]
  })
}

function listed(cells: readonly CellJudgement[]): string {
  return cells.map(({ case: name, change }) => `${name} ${signedPercent(change ?? 0)}`).join(', ')
}
