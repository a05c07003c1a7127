import type { z } from 'zod'
import { excerpt, ResultFileError } from '../../comparison/result-file-error.js'
import { parsePythonJson } from './python-json.js'

/**
 * A longer row is refused unread: real ones have a few hundred bytes, 40 KB with a server's state, some MB
 * with details.
 */
export const longestRow = 8 * 1024 * 1024

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
  const checked = shape.safeParse(parsedRow(row, place))
  if (checked.success) return checked.data
  const problem = checked.error.issues[0]
  const column = problem?.path.join('.') ?? ''
  throw new ResultFileError(
    column === '' ? place : { ...place, column },
    problem?.message ?? 'it has another shape',
  )
}

function parsedRow(row: string, place: { file: string; row: number }): unknown {
  try {
    return parsePythonJson(row)
  } catch {
    const what = 'it is not whole: the writer was stopped, or something else wrote into the file'
    throw new ResultFileError(place, `${what} (${excerpt(row)})`)
  }
}
