import { z } from 'zod'
import { readJsonRow } from '../output/json-lines.js'

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
