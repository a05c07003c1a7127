import { geometricMean } from '../comparison/change.js'
import { singleRunWords } from '../verdict/single-run.js'
import { worst, type Verdict } from '../verdict/words.js'
import type { Cell } from './cells.js'
import { withCellsApart } from './cells-apart.js'
import { cellKey, type JudgedChange, type JudgedMetric, type JudgedStage } from './judged.js'

/** What arithmetic on doubles adds to a change: 105 / 100 - 1 is a little more than 0.05. */
const roundingError = 1e-12

/**
 * Verdicts by the historical rule, for results that hold one run of each arm: every cell by its own change, a
 * metric by the geometric mean of its cells', and the stage by its worst cell. Anything within the threshold is left open: a single run proves nothing.
 * What neither arm could measure decides nothing.
 */
export function judgeHistorically(
  cells: readonly Cell[],
  decidingMetrics: readonly string[],
  threshold: number,
): JudgedStage {
  const verdicts = new Map<string, JudgedChange>()
  for (const cell of cells) verdicts.set(cellKey(cell), judgeCell(cell, threshold))
  const metrics = decidingMetrics.map((metric) => judgeMetric(metric, cells, threshold))
  const deciding = new Set(decidingMetrics)
  const decisive = cells.filter((cell) => isExpected(cell) && deciding.has(cell.metric))
  return {
    verdict: worst(decisive.map((cell) => judgeCell(cell, threshold).verdict)),
    isSingleRun: true,
    untested: singleRunWords,
    metrics: withCellsApart(metrics, verdicts),
    cells: verdicts,
  }
}

function judgeCell({ change }: Cell, threshold: number): JudgedChange {
  return change === undefined ? { verdict: 'missing' } : { verdict: verdictOf(change, threshold), change }
}

/** The bounds are strict, and hold for the change before it is rounded for print. */
function verdictOf(change: number, threshold: number): Verdict {
  if (change - threshold > roundingError) return 'improvement'
  return change + threshold < -roundingError ? 'regression' : 'unresolved'
}

function judgeMetric(metric: string, all: readonly Cell[], threshold: number): Omit<JudgedMetric, 'apart'> {
  const cells = all.filter((cell) => cell.metric === metric)
  const ratio = geometricMean(cells.flatMap((cell) => (cell.change === undefined ? [] : [1 + cell.change])))
  const label = cells[0]?.label ?? metric
  if (ratio === undefined) return { metric, label, verdict: 'missing' }
  return { metric, label, verdict: verdictOf(ratio - 1, threshold), change: ratio - 1 }
}

function isExpected({ main, pr }: Cell): boolean {
  return 'value' in main || 'value' in pr
}
