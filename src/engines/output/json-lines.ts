import type { z } from 'zod'
import { excerpt, ResultFileError } from '../../comparison/result-file-error.js'
import { parsePythonJson } from './python-json.js'

/** A longer row is refused unread: real ones have a few hundred bytes, 40 KB with a server's state, some MB with details. */
export const longestRow = 8 * 1024 * 1024

/** More broken rows than this, and it is no such file: the rest is left unread. */
const mostErrors = 100

/** The rows of a file that could be read, and what was wrong with the others. */
export interface JsonLines<Row> {
  readonly rows: readonly Row[]
  readonly errors: readonly ResultFileError[]
  /** The last row, or why it cannot be read: where a program appends, its latest run's. Undefined without any row. */
  readonly last: Row | ResultFileError | undefined
}

/** Reads each row of a JSONL file by itself: one that is broken costs none of the others. Empty rows are none. */
export function readJsonLines<Row>(
  text: string,
  file: string,
  readRow: (row: string, place: { file: string; row: number }) => Row,
): JsonLines<Row> {
  const rows: Row[] = []
  const errors: ResultFileError[] = []
  let last: Row | ResultFileError | undefined
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    if (errors.length === mostErrors) break
    try {
      last = readRow(line, { file, row: index + 1 })
      rows.push(last)
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      last = error
      errors.push(error)
    }
  }
  return { rows, errors, last }
}

/**
 * Reads one row and checks its shape.
 *
 * @throws ResultFileError, where it is too long, no JSON, or does not have the shape
 */
export function readJsonRow<Shape extends z.ZodType>(
  row: string,
  place: { file: string; row: number },
  shape: Shape,
): z.output<Shape> {
  if (row.length > longestRow) {
    throw new ResultFileError(place, `it has ${row.length} characters, more than ${longestRow}`)
  }
  const parsed = parsePythonJson(row)
  if (!parsed.ok) throw new ResultFileError(place, `${parsed.what} (${excerpt(row)})`)
  const checked = shape.safeParse(parsed.value)
  if (checked.success) return checked.data
  const problem = checked.error.issues[0]
  const column = problem?.path.join('.') ?? ''
  throw new ResultFileError(
    column === '' ? place : { ...place, column },
    problem?.message ?? 'it has another shape',
  )
}
