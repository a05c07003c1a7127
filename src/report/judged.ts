import { geometricMean } from '../comparison/change.js'
import { gatingOf, rulesOf } from '../comparison/verdict/options.js'
import { worst, type Verdict } from '../comparison/verdict/words.js'
import type { Cell } from './cells.js'
import { historicalVerdict } from './tone.js'

/** A change with its verdict, as it was judged. Fractions, + is faster. */
export interface JudgedChange {
  readonly verdict: Verdict
  readonly change?: number
  /** 95 %, unadjusted; absent where a single run allows none. */
  readonly interval?: readonly [number, number]
  /** For `no-change`: the bound within which the change lies. */
  readonly within?: number
}

export interface JudgedMetric extends JudgedChange {
  readonly metric: string
  readonly label: string
}

/** What the report says of a stage. */
export interface JudgedStage {
  readonly verdict: Verdict
  readonly metrics: readonly JudgedMetric[]
  /** By `cellKey`. */
  readonly cells: ReadonlyMap<string, JudgedChange>
  /** Sentences beside the verdict: what is disturbed, what is unresolved and how many pairs it would take. */
  readonly remarks: readonly string[]
}

export function cellKey(cell: { readonly case: string; readonly metric: string }): string {
  return `${cell.case}\0${cell.metric}`
}

/**
 * Verdicts by the historical rule, for single runs: each cell by its own change, and the stage by the worst of
 * its deciding metrics' cells. What neither arm could measure is told beside the verdict, not in it.
 */
export function judgeHistorically(
  benchmarkType: string,
  cells: readonly Cell[],
  threshold: number,
): JudgedStage {
  const verdicts = new Map(cells.map((cell) => [cellKey(cell), judgeCell(cell, threshold)]))
  const measured = [...new Set(cells.map((cell) => cell.metric))]
  const metrics = gatingOf(rulesOf({}), benchmarkType, measured).map((metric) =>
    judgeMetric(metric, cells, verdicts),
  )
  return { verdict: worst(metrics.map(({ verdict }) => verdict)), metrics, cells: verdicts, remarks: [] }
}

function judgeCell(cell: Cell, threshold: number): JudgedChange {
  if (cell.change === undefined) return { verdict: 'missing' }
  return { verdict: historicalVerdict(cell.change, threshold), change: cell.change }
}

function judgeMetric(
  metric: string,
  all: readonly Cell[],
  verdicts: ReadonlyMap<string, JudgedChange>,
): JudgedMetric {
  const cells = all.filter((cell) => cell.metric === metric)
  const expected = cells.filter((cell) => 'value' in cell.main || 'value' in cell.pr)
  const ratio = geometricMean(cells.flatMap((cell) => (cell.change === undefined ? [] : [1 + cell.change])))
  return {
    metric,
    label: cells[0]?.label ?? metric,
    verdict: worst(expected.map((cell) => verdicts.get(cellKey(cell))?.verdict ?? 'missing')),
    ...(ratio === undefined ? {} : { change: ratio - 1 }),
  }
}
