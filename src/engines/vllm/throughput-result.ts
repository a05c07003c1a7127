import { z } from 'zod'
import { readJsonRow } from '../output/json-lines.js'

const resultSchema = z.object({
  elapsed_time: z.number().positive().max(1e6),
  num_requests: z.int().positive().max(1e9),
  total_num_tokens: z.int().positive().max(1e15),
})

/**
 * What `vllm bench throughput` measured: its seconds, requests, and tokens of prompts and answers together.
 */
export interface ThroughputResult {
  readonly seconds: number
  readonly requests: number
  readonly tokens: number
}

/**
 * Reads the file of `vllm bench throughput --output-json`.
 *
 * @throws ResultFileError, where it is no such file
 */
export function readThroughput(text: string, file: string): ThroughputResult {
  const row = readJsonRow(text, { file, row: 1 }, resultSchema)
  return { seconds: row.elapsed_time, requests: row.num_requests, tokens: row.total_num_tokens }
}
