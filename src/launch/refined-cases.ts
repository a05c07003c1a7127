import type { CaseResult } from '../comparison/launch.js'
import { readOneBatchRows } from '../engines/sglang/one-batch-row.js'
import type { OfflineReader } from './offline-reader.js'

/** The cases with a result file's digits; a text with file and row where it does not say what was printed. */
export function refinedCases(text: string, file: string, reader: OfflineReader): CaseResult[] | string {
  const { rows, errors } = readOneBatchRows(text, file)
  const last = errors.at(-1)
  if (last !== undefined) return last.message
  return reader.refined(rows) ?? `${file}: its rows (${rows.length}) do not say what was printed`
}
