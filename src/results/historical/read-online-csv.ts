import { excerpt, ResultFileError } from '../result-file-error.js'
import type { OnlineCsvContent, OnlineCsvMetric, OnlineCsvRow } from './online-csv.js'
import { checkProblems, readCell, readNumber, readTable, shorten } from './table.js'
import type { Cell, TableRow } from './table.js'

/** A case as it was read, with the reason for each value that is missing. */
export interface ReadOnlineCsvRow extends OnlineCsvRow {
  readonly missing: Readonly<Partial<Record<OnlineCsvMetric, string>>>
}

export interface OnlineCsv extends OnlineCsvContent {
  readonly rows: readonly ReadOnlineCsvRow[]
  /** Cells and sections that cannot be read; the other ones count. */
  readonly problems: readonly ResultFileError[]
  /** What a reader of the report should know, in sentences. */
  readonly remarks: readonly string[]
}

interface Section {
  readonly metric: OnlineCsvMetric
  readonly load: OnlineCsvContent['load']
  readonly loads: readonly number[]
  readonly measured: TableRow | undefined
  readonly reference: TableRow | undefined
}

const loadHeader = /^(request rate|concurrency)$/i
const sectionTitle = /^Median (E2E Latency|TTFT|ITL) ?\(ms\b/i
/** Real files have five. */
const mostLoads = 1000
/** A row of percents: `H100/MI300x-aiter`. */
const ratioLabel = /^[^,]{1,60}\//

/**
 * Reads an online file of either kind (request rates, concurrencies) in every form that the historical tool and
 * people's editors left: cut off and empty cells, `NA`, missing sections, with and without the reference's rows,
 * CRLF, a byte-order mark. Of repeated rows the last counts, and a remark says so.
 *
 * @throws {ResultFileError} if the whole file is unreadable: no section of such a file
 */
export function readOnlineCsv(text: string, file: string): OnlineCsv {
  const { rows: table, problems: broken } = readTable(text, file, '\t')
  const problems: ResultFileError[] = [...broken]
  const remarks: string[] = []
  const sections = new Map<OnlineCsvMetric, Section>()
  for (const block of blocksOf(table)) {
    try {
      const section = readSection(block, file, remarks)
      if (sections.has(section.metric)) {
        remarks.push(
          `${file}: the section in row ${String(block[0].row)} stands there twice; the last counts.`,
        )
      }
      sections.set(section.metric, section)
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      problems.push(error)
      checkProblems(problems)
    }
  }
  const first = sections.values().next().value
  if (!first)
    throw (
      problems[0] ??
      new ResultFileError({ file, row: 1 }, 'it has no section such as "Median TTFT (ms, ...)"')
    )
  const lastRow = /[\r\n]$/.test(text) ? undefined : table.at(-1)?.row
  const title = table[0]?.cells[0] ?? ''
  return {
    title: sectionTitle.test(title) ? '' : title,
    load: first.load,
    label: [...sections.values()].find(({ measured }) => measured)?.measured?.cells[0] ?? '',
    rows: loadsOf(sections).map((load) => readCase(load, sections, { file, lastRow, problems })),
    ...referenceOf(sections),
    problems,
    remarks: shorten(remarks, file),
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

function readSection(
  [title, ...rows]: readonly [TableRow, ...TableRow[]],
  file: string,
  remarks: string[],
): Section {
  const [header, ...body] = rows
  const load = loadHeader.exec(header?.cells[0] ?? '')?.[1]?.toLowerCase()
  if (!header || load === undefined) {
    throw new ResultFileError(
      { file, row: header?.row ?? title.row },
      'a row "request rate" or "concurrency" should stand here',
    )
  }
  const loads = withoutEmptyEnd(header.cells.slice(1, mostLoads + 1)).map((cell) =>
    readLoad(cell, file, header.row),
  )
  const counted = new Map<string, TableRow>()
  for (const row of body) {
    const label = row.cells[0] ?? ''
    if (counted.has(label))
      remarks.push(`${file}: "${excerpt(label)}" is repeated in row ${String(row.row)}; the last counts.`)
    counted.set(label, row)
  }
  const measured = [...counted.values()].filter(
    (row) => !isReference(row) && !ratioLabel.test(row.cells[0] ?? ''),
  )
  for (const other of measured.slice(1)) {
    remarks.push(
      `${file}: row ${String(other.row)} ("${excerpt(other.cells[0] ?? '')}") is left out: a section has one measured row.`,
    )
  }
  return {
    metric: metricOf(title),
    load: load === 'concurrency' ? 'concurrency' : 'request rate',
    loads,
    measured: measured[0],
    reference: [...counted.values()].find(isReference),
  }
}

const isReference = (row: TableRow) => row.cells[0] === 'H100'

function metricOf(title: TableRow): OnlineCsvMetric {
  const name = (sectionTitle.exec(title.cells[0] ?? '')?.[1] ?? '').toLowerCase()
  return name === 'ttft' ? 'ttft_median' : name === 'itl' ? 'itl_median' : 'e2e_latency_median'
}

function readLoad(text: string, file: string, row: number): number {
  const value = /^inf(?:inity)?$/i.test(text) ? Infinity : readNumber(text)
  if (value === undefined || value <= 0)
    throw new ResultFileError({ file, row }, `"${excerpt(text)}" is no load`)
  return value
}

/** Every load of any section, in the order of the first that has it. */
function loadsOf(sections: ReadonlyMap<OnlineCsvMetric, Section>): number[] {
  return [...new Set([...sections.values()].flatMap(({ loads }) => loads))]
}

function readCase(
  load: number,
  sections: ReadonlyMap<OnlineCsvMetric, Section>,
  { file, lastRow, problems }: { file: string; lastRow: number | undefined; problems: ResultFileError[] },
): ReadOnlineCsvRow {
  const missing: Partial<Record<OnlineCsvMetric, string>> = {}
  const valueOf = (metric: OnlineCsvMetric): number | null => {
    const section = sections.get(metric)
    const cell = cellOf(section, load, lastRow)
    if (cell.value !== null) return cell.value
    missing[metric] = cell.missing
    if (cell.isProblem) {
      problems.push(
        new ResultFileError({ file, row: section?.measured?.row ?? 1, column: String(load) }, cell.missing),
      )
    }
    return null
  }
  const values = {
    e2e_latency_median: valueOf('e2e_latency_median'),
    ttft_median: valueOf('ttft_median'),
    itl_median: valueOf('itl_median'),
  }
  return { load, values, missing }
}

function cellOf(section: Section | undefined, load: number, lastRow: number | undefined): Cell {
  const none = (missing: string, isProblem = false): Cell => ({ value: null, missing, isProblem })
  if (!section) return none('the file has no such section')
  const column = section.loads.lastIndexOf(load) + 1
  if (column === 0) return none('the section has no such column')
  if (!section.measured) return none('the section has no measured row')
  const { row, cells } = section.measured
  // A file without a last newline was cut: `13209.45` may have become `132`. Two decimals are whole.
  const isCut = row === lastRow && column === cells.length - 1 && !/\.\d\d$|^$|^NA$/.test(cells[column] ?? '')
  return isCut ? none('the file ends in the middle of it', true) : readCell(cells[column])
}

function referenceOf(sections: ReadonlyMap<OnlineCsvMetric, Section>): Pick<OnlineCsvContent, 'reference'> {
  const textsOf = (metric: OnlineCsvMetric) =>
    withoutEmptyEnd(sections.get(metric)?.reference?.cells.slice(1) ?? [])
  const label = [...sections.values()].find(({ reference }) => reference)?.reference?.cells[0]
  if (label === undefined) return {}
  const values = {
    e2e_latency_median: textsOf('e2e_latency_median'),
    ttft_median: textsOf('ttft_median'),
    itl_median: textsOf('itl_median'),
  }
  return { reference: { label, values } }
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}
