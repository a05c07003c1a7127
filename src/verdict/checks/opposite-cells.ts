import { beyondMargin } from '../beyond-margin.js'
import { byMetric } from './by-metric.js'
import { finding, type Finding } from '../findings.js'
import type { CellJudgement, StageJudgement } from '../judgement.js'
import { metricName, signedPercent, stageName } from '../wording.js'

/** Changes of cells in opposite directions, named or with all of their interval beyond the margin: they cancel in the stage's mean, which then looks calm. */
export function checkOppositeCells(stage: StageJudgement): Finding[] {
  const { model, benchmarkType } = stage
  return byMetric(stage).flatMap(({ metric: { metric, gating, margin }, cells: own }) => {
    const faster = own.filter(
      (cell) => cell.verdict === 'improvement' || beyondMargin(cell, margin) === 'faster',
    )
    const slower = own.filter(
      (cell) => cell.verdict === 'regression' || beyondMargin(cell, margin) === 'slower',
    )
    if (!gating || faster.length === 0 || slower.length === 0) return []
    const sentence = `${stageName(model, benchmarkType)}, ${metricName(metric)}: cases change in opposite directions and cancel in the mean: faster ${listed(faster)}; slower ${listed(slower)}`
    return [finding('opposite-cells', sentence, { model, benchmarkType, metric })]
  })
}

function listed(cells: readonly CellJudgement[]): string {
  return cells.map(({ case: name, change }) => `${name} ${signedPercent(change ?? 0)}`).join(', ')
}
