import { z } from 'zod'
import { readJsonRow } from '../output/json-lines.js'
import type { LatencyShape } from './commands.js'

const resultSchema = z.object({ latencies: z.array(z.number().positive().max(1e6)).min(1).max(100_000) })

/**
 * Reads the file of `vllm bench latency --output-json`: seconds from a batch's prompts to its last token, one
 * for each measured iteration, in their order.
 *
 * @throws ResultFileError, where it is no such file
 */
export function readLatencies(text: string, file: string): number[] {
  return readJsonRow(text, { file, row: 1 }, resultSchema).latencies
}

/** The metrics of one batch: seconds, and tokens a second, prompts and answers together. */
export function latencyMetrics(
  { batchSize, inputLength, outputLength }: LatencyShape,
  latency: number,
): { latency: number; batch_throughput: number } {
  return { latency, batch_throughput: (batchSize * (inputLength + outputLength)) / latency }
}
