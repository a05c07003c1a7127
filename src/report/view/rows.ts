import type { Arm } from '../../comparison/arm.js'
import type { CellJudgement, StageJudgement } from '../../verdict/judgement.js'
import { isMarked, type Verdict } from '../../verdict/verdicts.js'
import type { MetricNames } from '../words/names.js'
import { formatValue, historicalChange } from '../words/numbers.js'
import { armReasonWords } from '../words/reasons.js'
import { markOf, toneOf, type Tone } from '../words/verdict.js'
import { clip } from './clip.js'
import { kindOf } from './missing-cases.js'

/** A change as it is shown: coloured and bold where it is at or beyond the threshold. */
export interface ShownChange {
  readonly text: string
  readonly tone: Tone
  readonly mark: string
}

/** One row of a section's table, as the historical report has it. */
export interface SectionRow {
  readonly configuration: string
  readonly metric: string
  /** Values and `missing: <reason>` in words. */
  readonly main: string
  readonly pr: string
  readonly mainMissing: boolean
  readonly prMissing: boolean
  readonly change: ShownChange
  readonly interval: string
  /** How many rows share the configuration, on the first of them; 0 on the others. */
  readonly span: number
}

const allMetrics = 'all'

/** The rows of a stage's table: its cells by case, a case that neither arm could measure in one row. */
export function sectionRows(stage: StageJudgement, names: MetricNames): SectionRow[] {
  return [...cellsByCase(stage.cells).values()].flatMap((group) => {
    const isWhole = isMissingThroughout(group)
    const shown = isWhole ? group.slice(0, 1) : group
    return shown.map((cell, index) =>
      rowOf(cell, stage.pairs, {
        metric: isWhole ? allMetrics : names(stage, cell.metric),
        span: index === 0 ? shown.length : 0,
      }),
    )
  })
}

/** The cells by their case, in the order of the cases. */
export function cellsByCase(cells: readonly CellJudgement[]): Map<string, CellJudgement[]> {
  const byCase = new Map<string, CellJudgement[]>()
  for (const cell of cells) {
    const group = byCase.get(cell.case)
    if (group === undefined) byCase.set(cell.case, [cell])
    else group.push(cell)
  }
  return byCase
}

/**
 * A change as text, coloured and marked where its verdict is. Without a change it says that one is missing.
 */
export function shownChange(
  { change, verdict }: { readonly change: number | null; readonly verdict: Verdict },
  format: (change: number) => string,
): ShownChange {
  if (change === null) return { text: 'missing', tone: 'unknown', mark: '' }
  const text = format(change)
  return isMarked(verdict)
    ? { text, tone: toneOf(verdict), mark: markOf(verdict) }
    : { text, tone: 'same', mark: '' }
}

/** A case's interval, which may be empty, and from how many pairs its change is where they are not all. */
export function withPairsLeft(
  interval: string,
  { change, pairs }: Pick<CellJudgement, 'change' | 'pairs'>,
  ofPairs: number,
): string {
  if (change === null || pairs >= ofPairs) return interval
  return [interval, `of ${pairs} of ${ofPairs} pairs`].filter((part) => part !== '').join(', ')
}

function rowOf(
  cell: CellJudgement,
  ofPairs: number,
  { metric, span }: Pick<SectionRow, 'metric' | 'span'>,
): SectionRow {
  const { low, high } = cell
  const interval =
    low === null || high === null ? '' : `${historicalChange(low)} to ${historicalChange(high)}`
  return {
    configuration: cell.case,
    metric,
    main: sideText(cell, 'main'),
    pr: sideText(cell, 'pr'),
    mainMissing: cell.main === null,
    prMissing: cell.pr === null,
    change: cell.change === null ? shownFailure(cell) : shownChange(cell, historicalChange),
    interval: withPairsLeft(interval, cell, ofPairs),
    span,
  }
}

/** In place of a change: in which arms the case fails. Only in the PR it is as bad as a regression. */
function shownFailure(cell: CellJudgement): ShownChange {
  switch (kindOf(cell)) {
    case 'pr':
      return { text: 'fails only in the PR', tone: 'worse', mark: markOf('regression') }
    case 'main':
      return { text: 'fails only in main', tone: 'unknown', mark: '' }
    case 'both':
      return { text: 'fails in both arms', tone: 'unknown', mark: '' }
    default:
      return shownChange(cell, historicalChange)
  }
}

function sideText(cell: CellJudgement, arm: Arm): string {
  const value = cell[arm]
  return value === null ? `missing: ${clip(armReasonWords(cell.reason, arm))}` : formatValue(value, cell.unit)
}

function isMissingThroughout(group: readonly CellJudgement[]): boolean {
  const reasons = new Set(group.map(({ reason }) => JSON.stringify(reason)))
  return reasons.size === 1 && group.every(({ main, pr }) => main === null && pr === null)
}
