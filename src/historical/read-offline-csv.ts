import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import { offlineCaseName } from '../engines/sglang/offline-cases.js'
import { shapeColumns, valueColumns } from './offline-csv.js'
import { readCell, readNumber, readTable, type Cell, type ReadFile, type TableRow } from './table.js'

/**
 * Reads an offline file: with or without the Backend column, with floats for integers, `NA`, empty and cut
 * off cells. Of repeated rows the last counts.
 *
 * @throws ResultFileError, where the whole file is unreadable: no header of such a file
 */
export function readOfflineCsv(text: string, file: string): ReadFile {
  const [header, ...body] = readTable(text, file, ',')
  const columns = header?.cells ?? []
  const lost = shapeColumns.find(([column]) => !columns.includes(column))
  if (lost) throw new ResultFileError({ file, row: 1, column: lost[0] }, 'the header lacks it')
  const problems: ResultFileError[] = []
  const cases = new Map<string, Readonly<Record<string, Cell>>>()
  for (const row of body) {
    try {
      refuseShifted(row, columns, file)
      const name = readName(row, columns, file)
      if (cases.has(name)) {
        const what = `${name} stands in the file before; the last counts`
        problems.push(new ResultFileError({ file, row: row.row }, what))
      }
      cases.set(name, readCells(row, columns, file, problems))
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      problems.push(error)
    }
  }
  const backendColumn = columns.indexOf('Backend')
  const backend = body.map(({ cells }) => cells[backendColumn] ?? '').find((text) => text !== '') ?? ''
  return { origin: { host: '', backend, image: '' }, cases, problems }
}

/** @throws ResultFileError, where the row has a cell more or less than the header: its values would be others' */
function refuseShifted({ row, cells }: TableRow, columns: readonly string[], file: string): void {
  const extra = cells.slice(columns.length).find((cell) => cell !== '')
  if (extra !== undefined)
    throw new ResultFileError({ file, row }, `it has more cells than the header ("${excerpt(extra)}")`)
  const backend = cells[columns.indexOf('Backend')] ?? ''
  if (readNumber(backend) === undefined) return
  const what = `"${excerpt(backend)}" is no backend: a cell is lacking, so the values belong to other columns`
  throw new ResultFileError({ file, row, column: 'Backend' }, what)
}

/** @throws ResultFileError, where the row does not tell its case */
function readName({ row, cells }: TableRow, columns: readonly string[], file: string): string {
  const shape = { tensorParallel: 0, batchSize: 0, inputLength: 0, outputLength: 0 }
  for (const [column, key] of shapeColumns) {
    const text = cells[columns.indexOf(column)] ?? ''
    const value = readNumber(text)
    if (value === undefined || !Number.isSafeInteger(value) || value <= 0) {
      throw new ResultFileError({ file, row, column }, `"${excerpt(text)}" is no whole number above 0`)
    }
    shape[key] = value
  }
  return offlineCaseName(shape)
}

function readCells(
  row: TableRow,
  columns: readonly string[],
  file: string,
  problems: ResultFileError[],
): Record<string, Cell> {
  const cells = valueColumns.map(([column, metric, decimals]): [string, Cell] => {
    const index = columns.indexOf(column)
    if (index < 0) return [metric, { missing: 'the file has no such column' }]
    return [metric, readCell(row, index, { file, column, decimals, problems })]
  })
  return Object.fromEntries(cells)
}
