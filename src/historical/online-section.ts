import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import type { OnlineCsvContent, OnlineCsvMetric } from './online-csv.js'
import { readNumber, type TableRow } from './table.js'

/** One metric's part of an online file. */
export interface Section {
  readonly metric: OnlineCsvMetric
  readonly load: OnlineCsvContent['load']
  /** Undefined for a column whose header cell is empty. */
  readonly loads: readonly (number | undefined)[]
  readonly measured: TableRow | undefined
  readonly reference: TableRow | undefined
}

const loadHeader = /^(request rate|concurrency)$/i
const sectionTitle = /^Median (E2E Latency|TTFT|ITL) ?\(ms\b/i
/** Real files have five. */
const mostLoads = 1000
/** A row of percents: `H100/MI300x-aiter`. */
const ratioLabel = /^[^,]{1,60}\//
/** What the historical tool called its reference, in files without the row of percents too. */
const usualReference = 'H100'

/** A section's title: `Median TTFT (ms, lower better)`. */
export function isSectionTitle(text: string): boolean {
  return sectionTitle.test(text)
}

/** The rows of each section, its title first. */
export function blocksOf(table: readonly TableRow[]): (readonly [TableRow, ...TableRow[]])[] {
  const blocks: [TableRow, ...TableRow[]][] = []
  for (const row of table) {
    if (sectionTitle.test(row.cells[0] ?? '')) blocks.push([row])
    else blocks.at(-1)?.push(row)
  }
  return blocks
}

/**
 * What the file calls its reference rows: whatever the measured values are compared to in its rows of percents.
 * The whole file is asked, because one section may be cut off before its own.
 */
export function referenceLabels(table: readonly TableRow[]): ReadonlySet<string> {
  const ratios = table.map(({ cells }) => cells[0] ?? '').filter((label) => ratioLabel.test(label))
  return new Set([usualReference, ...ratios.map((label) => label.slice(0, label.indexOf('/')).trim())])
}

interface SectionContext {
  readonly file: string
  readonly references: ReadonlySet<string>
  readonly remarks: string[]
  readonly problems: ResultFileError[]
}

/** @throws ResultFileError, where no header follows the title, or one with a load that is none */
export function readSection(
  [title, ...rows]: readonly [TableRow, ...TableRow[]],
  { file, references, remarks, problems }: SectionContext,
): Section {
  const isReference = (row: TableRow) => references.has(row.cells[0] ?? '')
  const [header, ...body] = rows
  const load = loadHeader.exec(header?.cells[0] ?? '')?.[1]?.toLowerCase()
  if (!header || load === undefined) {
    throw new ResultFileError(
      { file, row: header?.row ?? title.row },
      'a row "request rate" or "concurrency" should stand here',
    )
  }
  const loadCells = withoutEmptyEnd(header.cells.slice(1, mostLoads + 1))
  const loads = loadCells.map((cell) => (cell === '' ? undefined : readLoad(cell, file, header.row)))
  if (loads.includes(undefined)) {
    const what = `the header's cell ${loads.indexOf(undefined) + 2} is empty: its column is left out`
    problems.push(new ResultFileError({ file, row: header.row }, what))
  }
  const counted = new Map<string, TableRow>()
  // A spreadsheet writes delimiters into blank rows, too.
  for (const row of body.filter(({ cells }) => cells.some((cell) => cell !== ''))) {
    const label = row.cells[0] ?? ''
    if (counted.has(label))
      remarks.push(`${file}: "${excerpt(label)}" is repeated in row ${row.row}; the last counts.`)
    counted.delete(label)
    counted.set(label, row)
  }
  const candidates = [...counted.values()].filter(
    (row) => !isReference(row) && !ratioLabel.test(row.cells[0] ?? ''),
  )
  // A note of a person's, which follows, is no row of values.
  const measured =
    candidates.findLast(({ cells }) => cells.slice(1).some((cell) => cell !== '')) ?? candidates[0]
  for (const other of candidates.filter((row) => row !== measured)) {
    remarks.push(
      `${file}: row ${other.row} ("${excerpt(other.cells[0] ?? '')}") is left out: a section has one measured row, the last counts.`,
    )
  }
  return {
    metric: metricOf(title),
    load: load === 'concurrency' ? 'concurrency' : 'request rate',
    loads,
    measured,
    reference: [...counted.values()].find(isReference),
  }
}

/** Of a section's title. */
export function metricOf(title: TableRow): OnlineCsvMetric {
  const name = (sectionTitle.exec(title.cells[0] ?? '')?.[1] ?? '').toLowerCase()
  return name === 'ttft' ? 'ttft_median' : name === 'itl' ? 'itl_median' : 'e2e_latency_median'
}

function readLoad(text: string, file: string, row: number): number {
  const value = /^inf(?:inity)?$/i.test(text) ? Infinity : readNumber(text)
  if (value === undefined || value <= 0)
    throw new ResultFileError({ file, row }, `"${excerpt(text)}" is no load`)
  return value
}

/** A row without the cells that trailing tabs make. */
export function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}
