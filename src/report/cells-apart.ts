import type { Verdict } from '../verdict/words.js'
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
  const marked = [...cells].flatMap(([key, cell]) => markedCell(key, cell) ?? [])
  // Of thousands of cases mostly none is marked: then nothing needs a label.
  const labels = shortLabels(marked.length === 0 ? [] : [...new Set([...cells.keys()].map(caseOf))])
  return metrics.map((metric) => ({
    ...metric,
    apart: marked
      .filter((cell) => cell.metric === metric.metric && cell.verdict !== metric.verdict)
      .map(({ case: name, verdict, change }) => ({
        label: labels.get(name) ?? name,
        case: name,
        verdict,
        change,
      }))
      .sort((left, right) => Math.abs(right.change) - Math.abs(left.change)),
  }))
}

/** A cell that decides and is beyond the threshold. */
function markedCell(key: string, { verdict, change, decides }: JudgedChange) {
  const isMarked = markedVerdicts.some((marked) => marked === verdict)
  if (!isMarked || change === undefined || decides === false) return undefined
  return { case: caseOf(key), metric: key.slice(key.indexOf('\0') + 1), verdict, change }
}

function caseOf(key: string): string {
  return key.slice(0, key.indexOf('\0'))
}

/** The cells in words: `BS=4 -9.0%, BS=8 -6.1% and 2 more`. */
export function cellsText(cells: readonly CellApart[], format: (change: number) => string): string {
  const named = cells.slice(0, mostNamed).map(({ label, change }) => `${label} ${format(change)}`)
  const more = cells.length - named.length
  return `${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}
