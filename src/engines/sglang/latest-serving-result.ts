import { ResultFileError } from '../../comparison/result-file-error.js'
import { mergeServingResults, type ServingResult } from './serving-result.js'
import { readServingRows } from './serving-row.js'

export interface LatestServingResult {
  readonly result: ServingResult | undefined
  /** Why the result is not the file's, with file and row. */
  readonly problem?: string
}

/**
 * The last row that the load generator appended to its file, completed by what it printed; what it printed where that
 * row cannot be read. A row before it is of another run, and never stands for this one.
 */
export function latestServingResult(
  text: string,
  file: string,
  printed: ServingResult | undefined,
): LatestServingResult {
  const { last } = readServingRows(text, file)
  if (last === undefined) return { result: printed, problem: `${file}: it is empty` }
  if (last instanceof ResultFileError) return { result: printed, problem: last.message }
  return { result: printed === undefined ? last : mergeServingResults(last, printed) }
}
