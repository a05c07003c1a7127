import { z } from 'zod'
import { median } from '../../comparison/change.js'
import type { CaseResult } from '../../comparison/launch.js'
import { readJsonRow } from '../output/json-lines.js'
import { offlineValues } from './metrics.js'
import type { OfflineCase } from './offline-cases.js'

const seconds = z.number().positive().max(1e6)

/** What `vllm bench latency --output-json` writes: seconds of each measured iteration, in their order. */
const latencySchema = z.object({ latencies: z.array(seconds).min(1).max(100_000) })

/** What `vllm bench throughput --output-json` writes; tokens of prompts and answers together. */
const throughputSchema = z.object({
  elapsed_time: seconds,
  num_requests: z.int().positive().max(1e9),
  total_num_tokens: z.int().positive().max(1e15),
})

/**
 * What an offline case came to, by the file that its program wrote.
 *
 * @throws ResultFileError, where it is no such file
 */
export function offlineResult(measured: OfflineCase, text: string, file: string): CaseResult {
  const { name, inputLength, outputLength } = measured
  const place = { file, row: 1 }
  if (measured.kind === 'latency') {
    const tokens = measured.batchSize * (inputLength + outputLength)
    const { latencies } = readJsonRow(text, place, latencySchema)
    const repeats = latencies.map((each) => offlineValues(tokens, each))
    return { case: name, values: offlineValues(tokens, median(latencies) ?? NaN), reason: null, repeats }
  }
  const row = readJsonRow(text, place, throughputSchema)
  const { num_requests: completed, total_num_tokens: tokens, elapsed_time: elapsed } = row
  const shared = { case: name, work: { requests: completed, tokens }, repeats: [] }
  if (completed === measured.prompts) {
    return { ...shared, values: offlineValues(tokens, elapsed), reason: null }
  }
  const reason = { kind: 'requests-failed' as const, completed, of: measured.prompts }
  return { ...shared, values: null, reason }
}
