import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import {
  onlineMetrics,
  type OnlineCsvContent,
  type OnlineCsvMetric,
  type OnlineCsvRow,
} from './online-csv.js'
import { readCell, readNumber, readTable, readValues, valuesOf } from './table.js'
import type { Cell, ReadValues, TableRow } from './table.js'

export interface OnlineCsv extends OnlineCsvContent {
  readonly rows: readonly (OnlineCsvRow & ReadValues<OnlineCsvMetric>)[]
  /** Cells, rows and sections that cannot be read or do not count; the other ones do. */
  readonly problems: readonly ResultFileError[]
}

/** One metric's part of an online file. */
interface Section {
  readonly metric: OnlineCsvMetric
  readonly load: OnlineCsvContent['load']
  readonly cells: ReadonlyMap<number, Cell>
  /** What was measured on; undefined where no row is a measured one. */
  readonly label: string | undefined
  readonly reference: TableRow | undefined
}

const sectionTitle = /^Median (E2E Latency|TTFT|ITL) ?\(ms\b/i
/** A row of percents: `H100/MI300x-aiter`. */
const ratioLabel = /^[^,]{1,60}\//
/** What the historical tool called its reference, in files without the row of percents too. */
const usualReference = 'H100'

/**
 * Reads an online file of either kind (request rates, concurrencies): cut off and empty cells, `NA`, missing
 * sections, with and without the reference's rows. Of several measured rows of a section the last counts.
 *
 * @throws ResultFileError, where the whole file is unreadable: no section of such a file
 */
export function readOnlineCsv(text: string, file: string): OnlineCsv {
  const table = readTable(text, file, '\t')
  const problems: ResultFileError[] = []
  const references = referenceLabels(table)
  const sections = blocksOf(table).flatMap((block) => readSection(block, file, references, problems) ?? [])
  const [first] = sections
  if (!first) {
    throw (
      problems[0] ??
      new ResultFileError({ file, row: 1 }, 'it has no section such as "Median TTFT (ms, ...)"')
    )
  }
  const sectionOf = (wanted: OnlineCsvMetric) => sections.findLast(({ metric }) => metric === wanted)
  const loads = new Set(sections.flatMap(({ cells }) => [...cells.keys()]))
  const title = table[0]?.cells[0] ?? ''
  return {
    title: sectionTitle.test(title) ? '' : title,
    load: first.load,
    label: sections.find(({ label }) => label !== undefined)?.label ?? '',
    rows: [...loads].map((load) => ({
      load,
      ...readValues(onlineMetrics, (metric) => cellOf(sectionOf(metric), load)),
    })),
    ...referenceOf(sectionOf),
    problems,
  }
}

/** The rows of each section, its title first. */
function blocksOf(table: readonly TableRow[]): (readonly [TableRow, ...TableRow[]])[] {
  const blocks: [TableRow, ...TableRow[]][] = []
  for (const row of table) {
    if (sectionTitle.test(row.cells[0] ?? '')) blocks.push([row])
    else blocks.at(-1)?.push(row)
  }
  return blocks
}

/**
 * What the file calls its reference rows: whatever the measured values are compared to in its rows of
 * percents. The whole file is asked, because one section may be cut off before its own.
 */
function referenceLabels(table: readonly TableRow[]): ReadonlySet<string> {
  const ratios = table.map(({ cells }) => cells[0] ?? '').filter((label) => ratioLabel.test(label))
  return new Set([usualReference, ...ratios.map((label) => label.slice(0, label.indexOf('/')).trim())])
}

/** Undefined where no header follows the title, as where the file was cut there. */
function readSection(
  [title, header, ...body]: readonly [TableRow, ...TableRow[]],
  file: string,
  references: ReadonlySet<string>,
  problems: ResultFileError[],
): Section | undefined {
  const load = (header?.cells[0] ?? '').toLowerCase()
  if (!header || (load !== 'request rate' && load !== 'concurrency')) {
    const what = 'a row "request rate" or "concurrency" should stand here'
    problems.push(new ResultFileError({ file, row: header?.row ?? title.row }, what))
    return undefined
  }
  const isReference = ({ cells }: TableRow) => references.has(cells[0] ?? '')
  const candidates = body.filter((row) => !isReference(row) && !ratioLabel.test(row.cells[0] ?? ''))
  // A note of a person's, which follows, is no row of values.
  const measured =
    candidates.findLast(({ cells }) => cells.slice(1).some((cell) => cell !== '')) ?? candidates[0]
  for (const { row, cells } of candidates.filter((other) => other !== measured)) {
    const what = `"${excerpt(cells[0] ?? '')}" is left out: a section has one measured row, the last counts`
    problems.push(new ResultFileError({ file, row }, what))
  }
  return {
    metric: metricOf(title),
    load,
    cells: readCells(header, measured, file, problems),
    label: measured?.cells[0],
    reference: body.findLast(isReference),
  }
}

function metricOf(title: TableRow): OnlineCsvMetric {
  const name = sectionTitle.exec(title.cells[0] ?? '')?.[1]?.toLowerCase()
  return name === 'ttft' ? 'ttft_median' : name === 'itl' ? 'itl_median' : 'e2e_latency_median'
}

function readCells(
  header: TableRow,
  measured: TableRow | undefined,
  file: string,
  problems: ResultFileError[],
): Map<number, Cell> {
  const cells = new Map<number, Cell>()
  for (const [index, text] of withoutEmptyEnd(header.cells).entries()) {
    if (index === 0) continue
    const load = /^inf(?:inity)?$/i.test(text) ? Infinity : readNumber(text)
    if (load === undefined || load <= 0) {
      const what = `"${excerpt(text)}" is no load: its column is left out`
      problems.push(new ResultFileError({ file, row: header.row }, what))
    } else if (measured === undefined) {
      cells.set(load, { value: null, missing: 'the section has no measured row' })
    } else {
      cells.set(load, readCell(measured, index, { file, column: text, decimals: 2, problems }))
    }
  }
  return cells
}

function cellOf(section: Section | undefined, load: number): Cell {
  if (section === undefined) return { value: null, missing: 'the file has no such section that can be read' }
  return section.cells.get(load) ?? { value: null, missing: 'the section has no column with this load' }
}

function referenceOf(
  sectionOf: (metric: OnlineCsvMetric) => Section | undefined,
): Pick<OnlineCsvContent, 'reference'> {
  const rows = valuesOf(onlineMetrics, (metric) => sectionOf(metric)?.reference?.cells ?? [])
  const label = onlineMetrics.map((metric) => rows[metric][0]).find((text) => text !== undefined)
  if (label === undefined) return {}
  const values = valuesOf(onlineMetrics, (metric) => withoutEmptyEnd(rows[metric]).slice(1))
  return { reference: { label, values } }
}

/** A row without the cells that trailing tabs make. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}
