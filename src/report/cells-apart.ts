import type { Verdict } from '../comparison/verdict/words.js'
import type { JudgedChange, JudgedMetric } from './judged.js'
import { shortLabels } from './short-labels.js'

/** A case that is beyond the threshold in a metric of which that is not said as a whole. */
export interface CellApart {
  /** What tells the case from the stage's others: `BS=4`. */
  readonly label: string
  readonly case: string
  readonly verdict: Verdict
  /** A fraction, + is faster. */
  readonly change: number
}

/** What a single cell can be beyond the threshold, the worse first. */
export const markedVerdicts = ['regression', 'improvement'] as const

/** More than that are counted. */
const mostNamed = 3

/** The metrics, each with its cells that stand apart, the largest changes first. `cells` are by `cellKey`. */
export function withCellsApart(
  metrics: readonly Omit<JudgedMetric, 'apart'>[],
  cells: ReadonlyMap<string, JudgedChange>,
): JudgedMetric[] {
  const split = [...cells].map(([key, cell]) => {
    const end = key.indexOf('\0')
    return { ...cell, case: key.slice(0, end), metric: key.slice(end + 1) }
  })
  const labels = shortLabels([...new Set(split.map((cell) => cell.case))])
  return metrics.map((metric) => ({
    ...metric,
    apart: split
      .flatMap(({ case: name, metric: of, verdict, change, decides }): CellApart[] => {
        const isMarked = markedVerdicts.some((marked) => marked === verdict)
        if (
          of !== metric.metric ||
          decides === false ||
          !isMarked ||
          verdict === metric.verdict ||
          change === undefined
        )
          return []
        return [{ label: labels.get(name) ?? name, case: name, verdict, change }]
      })
      .sort((left, right) => Math.abs(right.change) - Math.abs(left.change)),
  }))
}

/** The cells in words: `BS=4 -9.0%, BS=8 -6.1% and 2 more`. */
export function cellsText(cells: readonly CellApart[], format: (change: number) => string): string {
  const named = cells.slice(0, mostNamed).map(({ label, change }) => `${label} ${format(change)}`)
  const more = cells.length - named.length
  return `${named.join(', ')}${more === 0 ? '' : ` and ${String(more)} more`}`
}
