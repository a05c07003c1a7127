import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import { backendColumn, offlineColumns, shapeColumns } from './offline-csv.js'
import { readNumber, type TableRow } from './table.js'

/**
 * The columns of an offline file. One whose name is empty is left out, and a problem says so.
 *
 * @throws ResultFileError, for a header that is none of such a file
 */
export function readHeader(
  header: TableRow | undefined,
  file: string,
  problems: ResultFileError[],
): readonly string[] {
  if (!header) throw new ResultFileError({ file, row: 1 }, 'it is empty')
  const place = { file, row: header.row }
  const columns = header.cells.slice(0, header.cells.findLastIndex((cell) => cell !== '') + 1)
  const unknown = columns.find((column) => column !== '' && !offlineColumns.includes(column))
  if (unknown !== undefined)
    throw new ResultFileError(place, `it has an unknown column "${excerpt(unknown)}"`)
  const repeated = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (repeated !== undefined)
    throw new ResultFileError({ ...place, column: repeated }, 'the header has it twice')
  const lost = shapeColumns.find(([column]) => !columns.includes(column))
  if (lost) throw new ResultFileError({ ...place, column: lost[0] }, 'the header lacks it')
  const nameless = columns.indexOf('')
  if (nameless >= 0) {
    const what = `the header's cell ${nameless + 1} is empty: its column is left out`
    problems.push(new ResultFileError(place, what))
  }
  return columns
}

/**
 * Whether a row is short of its Backend cell, so that every value stands one column to the left: a number stands
 * there. A number in a row that is whole moves nothing.
 */
export function lacksBackend(cells: readonly string[], columns: readonly string[]): boolean {
  const place = columns.indexOf(backendColumn)
  const isShort = cells.findLastIndex((cell) => cell !== '') + 1 < columns.length
  if (place < 0 || !isShort) return false
  if (readNumber(cells[place] ?? '') !== undefined) return true
  // `NA` may be the first value as well as the backend: only a row of nothing but `NA` says the same either way.
  const isOneShort = cells.length === columns.length - 1
  return isOneShort && cells[place] === 'NA' && cells.slice(place).some((cell) => cell !== 'NA')
}
