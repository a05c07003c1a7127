import { beyondMargin } from '../margins.js'
import { byMetric } from './by-metric.js'
import { isDifference } from '../verdicts.js'
import { finding, type Finding } from '../findings.js'
import type { CellJudgement, StageJudgement } from '../judgement.js'

/**
 * Changes of cells in opposite directions, named or with all of their interval beyond the margin: they
 * cancel in the stage's mean, which then looks calm.
 */
export function checkOppositeCells(stage: StageJudgement): Finding[] {
  return byMetric(stage).flatMap(({ metric: { metric, gating, margin }, cells: own }) => {
    const faster = own.filter((cell) =>
      isDifference(cell.verdict) ? (cell.change ?? 0) > 0 : beyondMargin(cell, margin) === 'faster',
    )
    const slower = own.filter((cell) =>
      isDifference(cell.verdict) ? (cell.change ?? 0) < 0 : beyondMargin(cell, margin) === 'slower',
    )
    if (!gating || faster.length === 0 || slower.length === 0) return []
    const facts = { faster: changesOf(faster), slower: changesOf(slower) }
    return [finding({ kind: 'opposite-cells', ...facts }, { metric })]
  })
}

function changesOf(cells: readonly CellJudgement[]): { case: string; change: number }[] {
  return cells.map(({ case: name, change }) => ({ case: name, change: change ?? 0 }))
}
