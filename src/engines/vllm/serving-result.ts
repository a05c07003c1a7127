import { z } from 'zod'
import { readJsonRow } from '../output/json-lines.js'

const count = z.int().nonnegative().max(1e15)
const milliseconds = z.number().nonnegative().max(1e12).nullish()

const latencies = ['ttft', 'itl', 'tpot', 'e2el'] as const
const statistics = ['median', 'p95', 'p99'] as const

/** The keys of the file by the metrics that they become. */
const keys = latencies.flatMap((latency) =>
  statistics.map(
    (statistic) =>
      [`${latency === 'e2el' ? 'e2e_latency' : latency}_${statistic}`, `${statistic}_${latency}_ms`] as const,
  ),
)

const resultSchema = z.object({
  num_prompts: count,
  completed: count,
  failed: count.nullish(),
  duration: z.number().positive().max(1e9),
  total_input_tokens: count,
  total_output_tokens: count,
  output_throughput: z.number().nonnegative().max(1e12),
  ...Object.fromEntries(keys.map(([, key]) => [key, milliseconds])),
})

/** What `vllm bench serve` says of one run of a load. */
export interface ServingResult {
  readonly completed: number
  readonly seconds: number
  readonly inputTokens: number
  readonly outputTokens: number
  /**
   * Milliseconds, and tokens a second, by metric; only such as were measured, and a value of zero was not.
   */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Reads the file of `vllm bench serve --save-result`. Gives the named numbers only: with `--save-detailed` it
 * holds every answer.
 *
 * @throws ResultFileError, where it is no such file
 */
export function readServingResult(text: string, file: string): ServingResult {
  const row = readJsonRow(text, { file, row: 1 }, resultSchema)
  const byKey = new Map<string, unknown>(Object.entries(row))
  const values = [
    ...keys.map(([metric, key]) => [metric, byKey.get(key)] as const),
    ['output_throughput', row.output_throughput] as const,
  ]
  return {
    completed: row.completed,
    seconds: row.duration,
    inputTokens: row.total_input_tokens,
    outputTokens: row.total_output_tokens,
    metrics: Object.fromEntries(
      values.flatMap(([metric, value]) => (typeof value === 'number' && value > 0 ? [[metric, value]] : [])),
    ),
  }
}
