import type { Cell, Side } from './cells.js'
import { cellKey, type JudgedChange, type JudgedStage } from './judged.js'
import { kindOf } from './missing-cases.js'
import { formatChange, formatInterval, formatValue } from './numbers.js'
import { markOf, toneOf, type Tone } from './tone.js'
import { clip } from './clip.js'

/** A change as it is shown: coloured and bold where it is at or beyond the threshold. */
export interface ShownChange {
  readonly text: string
  readonly tone: Tone
  readonly mark: string
}

/** One row of a section's table. */
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

/** The rows of a stage's table: its cells, a case that neither arm could measure in one row. */
export function sectionRows(cells: readonly Cell[], judged: JudgedStage): SectionRow[] {
  const rows: SectionRow[] = []
  for (const group of groupByCase(cells)) {
    const shown = isMissingThroughout(group)
      ? group.slice(0, 1).map((cell) => ({ ...cell, label: allMetrics }))
      : group
    for (const [index, cell] of shown.entries()) {
      rows.push(rowOf(cell, judged.cells.get(cellKey(cell)), index === 0 ? shown.length : 0))
    }
  }
  return rows
}

/** A change as text, coloured and marked where its verdict is. Without a change it says that one is missing. */
export function shownChange(judged: JudgedChange | undefined): ShownChange {
  if (judged?.change === undefined) return { text: 'missing', tone: 'unknown', mark: '' }
  const text = formatChange(judged.change)
  switch (judged.verdict) {
    case 'improvement':
    case 'regression':
      return { text, tone: toneOf(judged.verdict), mark: markOf(judged.verdict) }
    default:
      return { text, tone: 'same', mark: '' }
  }
}

function rowOf(cell: Cell, judged: JudgedChange | undefined, span: number): SectionRow {
  return {
    configuration: cell.case,
    metric: cell.label,
    main: sideText(cell.main, cell.unit),
    pr: sideText(cell.pr, cell.unit),
    mainMissing: 'missing' in cell.main,
    prMissing: 'missing' in cell.pr,
    change: cell.change === undefined ? shownFailure(cell) : shownChange(judged),
    interval: judged?.interval === undefined ? '' : formatInterval(judged.interval),
    span,
  }
}

/** In place of a change: in which arms the case fails. Only in the PR it is as bad as a regression. */
function shownFailure(cell: Cell): ShownChange {
  switch (kindOf(cell)) {
    case 'pr':
      return { text: 'fails only in the PR', tone: 'worse', mark: markOf('regression') }
    case 'main':
      return { text: 'fails only in main', tone: 'unknown', mark: '' }
    case 'both':
      return { text: 'fails in both arms', tone: 'unknown', mark: '' }
    default:
      return shownChange(undefined)
  }
}

function sideText(side: Side, unit: string): string {
  return 'value' in side ? formatValue(side.value, unit) : `missing: ${clip(side.missing)}`
}

function groupByCase(cells: readonly Cell[]): Cell[][] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const group = groups.get(cell.case)
    if (group === undefined) groups.set(cell.case, [cell])
    else group.push(cell)
  }
  return [...groups.values()]
}

function isMissingThroughout(group: readonly Cell[]): boolean {
  const [first] = group
  if (first === undefined) return false
  return group.every((cell) => isSameMissing(cell.main, first.main) && isSameMissing(cell.pr, first.pr))
}

function isSameMissing(left: Side, right: Side): boolean {
  return 'missing' in left && 'missing' in right && left.missing === right.missing
}
