import { offlineCaseName } from '../engines/sglang/offline-cases.js'
import type { OfflineMetricName } from '../engines/sglang/metrics.js'
import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import { backendColumn, offlineColumns, shapeColumns, valueColumns } from './offline-csv.js'
import type { OfflineCsvRow, OfflineCsvShape } from './offline-csv.js'
import { readCell, readNumber, readTable, readValues } from './table.js'
import type { ReadValues, TableRow } from './table.js'

export interface OfflineCsv {
  readonly rows: readonly (OfflineCsvRow & ReadValues<OfflineMetricName>)[]
  /** Rows and cells that cannot be read or do not count; the other ones do. */
  readonly problems: readonly ResultFileError[]
}

/**
 * Reads an offline file: with or without the Backend column, with floats for integers, `NA`, empty and cut
 * off cells. Of repeated rows the last counts.
 *
 * @throws ResultFileError, where the whole file is unreadable: no header of such a file
 */
export function readOfflineCsv(text: string, file: string): OfflineCsv {
  const [header, ...body] = readTable(text, file, ',')
  const columns = readHeader(header, file)
  const problems: ResultFileError[] = []
  const rows = new Map<string, OfflineCsv['rows'][number]>()
  for (const tableRow of body) {
    try {
      const row = readRow(tableRow, columns, file, problems)
      const shape = offlineCaseName(row)
      if (rows.has(shape)) {
        const what = `${shape} stands in the file before; the last counts`
        problems.push(new ResultFileError({ file, row: tableRow.row }, what))
      }
      rows.set(shape, row)
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      problems.push(error)
    }
  }
  return { rows: [...rows.values()], problems }
}

/** @throws ResultFileError, where it is none of such a file */
function readHeader(header: TableRow | undefined, file: string): readonly string[] {
  if (!header) throw new ResultFileError({ file, row: 1 }, 'it is empty')
  const { row, cells } = header
  const unknown = cells.find((column) => column !== '' && !offlineColumns.includes(column))
  if (unknown !== undefined) {
    throw new ResultFileError({ file, row }, `it has an unknown column "${excerpt(unknown)}"`)
  }
  const lost = shapeColumns.find(([column]) => !cells.includes(column))
  if (lost) throw new ResultFileError({ file, row, column: lost[0] }, 'the header lacks it')
  return cells
}

function readRow(
  tableRow: TableRow,
  columns: readonly string[],
  file: string,
  problems: ResultFileError[],
): OfflineCsv['rows'][number] {
  const { row, cells } = tableRow
  const extra = cells.slice(columns.length).find((cell) => cell !== '')
  if (extra !== undefined) {
    throw new ResultFileError({ file, row }, `it has more cells than the header ("${excerpt(extra)}")`)
  }
  const backend = cells[columns.indexOf(backendColumn)] ?? ''
  if (readNumber(backend) !== undefined) {
    const what = `"${excerpt(backend)}" is no backend: a cell is lacking, so the values belong to other columns`
    throw new ResultFileError({ file, row, column: backendColumn }, what)
  }
  return {
    ...readShape(tableRow, columns, file),
    ...(backend === '' || backend === 'NA' ? {} : { backend }),
    ...readValues(
      valueColumns.map(([, metric]) => metric),
      (wanted) => {
        const [column = '', , decimals = 0] = valueColumns.find(([, metric]) => metric === wanted) ?? []
        const index = columns.indexOf(column)
        if (index < 0) return { value: null, missing: 'the file has no such column' }
        return readCell(tableRow, index, { file, column, decimals, problems })
      },
    ),
  }
}

function readShape({ row, cells }: TableRow, columns: readonly string[], file: string): OfflineCsvShape {
  const shape = { tensorParallel: 0, batchSize: 0, inputLength: 0, outputLength: 0 }
  for (const [column, key] of shapeColumns) {
    const text = cells[columns.indexOf(column)] ?? ''
    const value = readNumber(text)
    if (value === undefined || !Number.isSafeInteger(value) || value <= 0) {
      throw new ResultFileError({ file, row, column }, `"${excerpt(text)}" is no whole number above 0`)
    }
    shape[key] = value
  }
  return shape
}
