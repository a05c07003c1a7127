import { z } from 'zod'
import { ResultFileError } from '../../comparison/result-file-error.js'
import { readJsonLines, readJsonRow } from '../output/json-lines.js'
import type { JsonLines } from '../output/json-lines.js'
import { batchThroughputs } from './one-batch-shape.js'
import type { BatchLatencies, BatchShape, BatchThroughputs } from './one-batch-shape.js'

/** One measurement as `one_batch` writes it to `--result-filename`: seconds and tokens a second, in full precision. */
export interface OneBatchRow extends BatchShape, BatchLatencies, BatchThroughputs {
  readonly runName: string
}

const count = z.int().positive().max(1e9)
const seconds = z.number().positive().max(1e6)

const rowSchema = z.object({
  run_name: z.string().max(1000).default(''),
  batch_size: count,
  input_len: count,
  output_len: count,
  prefill_latency: seconds,
  median_decode_latency: seconds.optional(),
  total_latency: seconds,
})

/**
 * Reads one row of `one_batch`'s result file. The throughputs are derived from the latencies, by SGLang's own
 * formulas.
 *
 * @throws ResultFileError, for anything that is no such row
 */
export function readOneBatchRow(text: string, place: { file: string; row: number }): OneBatchRow {
  const row = readJsonRow(text, place, rowSchema)
  const shape = { batchSize: row.batch_size, inputLength: row.input_len, outputLength: row.output_len }
  if (row.median_decode_latency === undefined && shape.outputLength > 1) {
    throw new ResultFileError(
      { ...place, column: 'median_decode_latency' },
      'missing, although tokens were decoded',
    )
  }
  const latencies = {
    prefillLatency: row.prefill_latency,
    medianDecodeLatency: shape.outputLength > 1 ? row.median_decode_latency : undefined,
    totalLatency: row.total_latency,
  }
  return { runName: row.run_name, ...shape, ...latencies, ...batchThroughputs(shape, latencies) }
}

/**
 * Reads a whole result file. SGLang's other programs append to the same default file, so rows of another
 * `run_name` than the one asked for are left out.
 */
export function readOneBatchRows(
  text: string,
  file: string,
  runName?: string,
): Omit<JsonLines<OneBatchRow>, 'last'> {
  const { rows, errors } = readJsonLines(text, file, readOneBatchRow)
  return { rows: runName === undefined ? rows : rows.filter((row) => row.runName === runName), errors }
}
