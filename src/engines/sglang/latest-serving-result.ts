import { ResultFileError } from '../../comparison/result-file-error.js'
import { mergeServingResults, type ServingResult } from './serving-result.js'
import { readServingRow } from './serving-row.js'

export interface LatestServingResult {
  readonly result: ServingResult | undefined
  /** Why the result is not the file's, with file and row. */
  readonly problem?: string
}

/**
 * The last row that the load generator appended to its file, completed by what it printed; what it printed
 * where that row cannot be read. A row before it is of another run, and never stands for this one.
 */
export function latestServingResult(
  text: string,
  file: string,
  printed: ServingResult | undefined,
): LatestServingResult {
  const rows = text.split('\n')
  const last = rows.findLastIndex((row) => row.trim() !== '')
  if (last < 0) return { result: printed, problem: `${file}: it is empty` }
  try {
    const written = readServingRow(rows[last] ?? '', { file, row: last + 1 })
    return { result: printed === undefined ? written : mergeServingResults(written, printed) }
  } catch (error) {
    if (error instanceof ResultFileError) return { result: printed, problem: error.message }
    throw error
  }
}
