import { offlineCaseName } from '../comparison/case.js'
import type { OfflineMetricName } from '../engines/sglang/metrics.js'
import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import { backendColumn, shapeColumns, valueColumns } from './offline-csv.js'
import type { OfflineCsvRow, OfflineCsvShape } from './offline-csv.js'
import { lacksBackend, readHeader } from './offline-header.js'
import { checkProblems, readCell, readNumber, readTable, shorten } from './table.js'
import type { Cell, TableRow } from './table.js'

/** A row as it was read, with its number in the file and, for each missing value, why it is missing. */
export interface ReadOfflineCsvRow extends OfflineCsvRow {
  readonly row: number
  readonly missing: Readonly<Partial<Record<OfflineMetricName, string>>>
}

/** A row that cannot be read, and the case that it is of where that much can. */
export interface RefusedRow {
  readonly case?: string
  readonly problem: ResultFileError
}

export interface OfflineCsv {
  readonly rows: readonly ReadOfflineCsvRow[]
  readonly refused: readonly RefusedRow[]
  /** Rows and cells that cannot be read; the other ones count. */
  readonly problems: readonly ResultFileError[]
  /** What a reader of the report should know, in sentences. */
  readonly remarks: readonly string[]
}

/** A row of the file by column; undefined where it ends before. */
type Line = Readonly<Partial<Record<string, string>>>

/**
 * Reads an offline file in every form that the historical tool and people's editors left: with or without the
 * Backend column, with floats for integers, CRLF, a byte-order mark, `NA`, empty and cut off cells. Of repeated
 * rows the last counts, and a remark says so.
 *
 * @throws ResultFileError, where the whole file is unreadable: no header of such a file
 */
export function readOfflineCsv(text: string, file: string): OfflineCsv {
  const table = readTable(text, file, ',')
  const [header, ...body] = table.rows
  const problems: ResultFileError[] = [...table.problems]
  const columns = readHeader(header, file, problems)
  const lastRow = /[\r\n]$/.test(text) ? undefined : body.at(-1)
  const rows = new Map<string, ReadOfflineCsvRow>()
  const refused: RefusedRow[] = table.problems.map((problem) => ({ problem }))
  const remarks: string[] = []
  for (const tableRow of body) {
    try {
      const row = readRow(tableRow, columns, file, tableRow === lastRow, problems)
      const shape = offlineCaseName(row)
      const earlier = rows.get(shape)
      if (earlier) {
        remarks.push(`${file}: ${shape} stands in rows ${earlier.row} and ${row.row}; the last counts.`)
      }
      rows.set(shape, row)
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      problems.push(error)
      refused.push({ ...nameOf(tableRow, columns, file), problem: error })
    }
    checkProblems(problems)
  }
  return { rows: [...rows.values()], refused, problems, remarks: shorten(remarks, file) }
}

function lineOf(cells: readonly string[], columns: readonly string[]): Line {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]]))
}

function nameOf({ row, cells }: TableRow, columns: readonly string[], file: string): { case?: string } {
  try {
    return { case: offlineCaseName(readShape(lineOf(cells, columns), { file, row })) }
  } catch {
    return {}
  }
}

function readRow(
  { row, cells }: TableRow,
  columns: readonly string[],
  file: string,
  isUnended: boolean,
  problems: ResultFileError[],
): ReadOfflineCsvRow {
  const extra = cells.slice(columns.length).find((cell) => cell !== '')
  if (extra !== undefined) {
    throw new ResultFileError({ file, row }, `it has more cells than the header ("${excerpt(extra)}")`)
  }
  if (lacksBackend(cells, columns)) {
    const what = `it lacks a cell: "${excerpt(cells[columns.indexOf(backendColumn)] ?? '')}" is no backend, so which value belongs to which column is unknown`
    throw new ResultFileError({ file, row, column: backendColumn }, what)
  }
  const line = lineOf(cells, columns)
  const shape = readShape(line, { file, row })
  if (valueColumns.every(([column]) => line[column] === undefined)) {
    throw new ResultFileError({ file, row }, 'it ends before its first value')
  }
  const cutColumn = isUnended ? columns[Math.min(cells.length, columns.length) - 1] : undefined
  const read = valueColumns.map(([column, metric]) => {
    const isCut = column === cutColumn && !agreesWithLatency(column, line, shape)
    const cell = isCut ? cutCell : columns.includes(column) ? readCell(line[column]) : noColumn
    if (cell.value === null && cell.isProblem)
      problems.push(new ResultFileError({ file, row, column }, cell.missing))
    return { metric, cell }
  })
  const backend = line[backendColumn]
  return {
    row,
    ...shape,
    ...(backend === undefined || backend === '' || backend === 'NA' ? {} : { backend }),
    values: valuesOf(read),
    missing: Object.fromEntries(
      read.flatMap(({ metric, cell }) => (cell.value === null ? [[metric, cell.missing]] : [])),
    ),
  }
}

const cutCell: Cell = { value: null, missing: 'the file ends in the middle of it', isProblem: true }

const noColumn: Cell = { value: null, missing: 'the file has no such column', isProblem: false }

/**
 * Whether the last cell of a file without a last newline is whole: `1085.74` may have become `108`. The
 * throughput is whole if it is that of the latency beside it, within the latency's three decimals.
 */
function agreesWithLatency(column: string, line: Line, shape: OfflineCsvShape): boolean {
  const latency = readCell(line['E2E_Latency(s)']).value
  const throughput = readCell(line[column]).value
  if (column !== 'E2E_Throughput(token/s)' || latency === null || throughput === null) return false
  const expected = ((shape.inputLength + shape.outputLength) * shape.batchSize) / latency
  return Math.abs(throughput / expected - 1) < 0.001 + 0.0005 / latency
}

function readShape(line: Line, place: { file: string; row: number }): OfflineCsvShape {
  const shape = { tensorParallel: 0, batchSize: 0, inputLength: 0, outputLength: 0 }
  for (const [column, key] of shapeColumns) {
    const text = line[column] ?? ''
    const value = readNumber(text)
    if (value === undefined || !Number.isSafeInteger(value) || value <= 0) {
      throw new ResultFileError({ ...place, column }, `"${excerpt(text)}" is no whole number above 0`)
    }
    shape[key] = value
  }
  return shape
}

function valuesOf(read: readonly { metric: OfflineMetricName; cell: Cell }[]): OfflineCsvRow['values'] {
  const valueOf = (wanted: OfflineMetricName) =>
    read.find(({ metric }) => metric === wanted)?.cell.value ?? null
  return {
    prefill_latency: valueOf('prefill_latency'),
    decode_latency: valueOf('decode_latency'),
    e2e_latency: valueOf('e2e_latency'),
    prefill_throughput: valueOf('prefill_throughput'),
    decode_throughput: valueOf('decode_throughput'),
    e2e_throughput: valueOf('e2e_throughput'),
  }
}
