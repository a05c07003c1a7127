import { z } from 'zod'
import { readJsonLines, readJsonRow } from '../output/json-lines.js'
import type { JsonLines } from '../output/json-lines.js'
import { servingLatencies, servingStatistics } from './serving-result.js'
import type { ServingCount, ServingLatencyName, ServingResult } from './serving-result.js'

const count = z.int().nonnegative().max(1e15)
const measure = z.number().nonnegative().nullish()

const latencyKeys: readonly (readonly [key: string, name: ServingLatencyName])[] = servingStatistics.flatMap(
  (statistic) =>
    servingLatencies.map((latency) => [`${statistic}_${latency}_ms`, `${statistic}_${latency}`] as const),
)

const rowSchema = z.object({
  completed: count,
  duration: z.number().positive(),
  total_input_tokens: count,
  total_output_tokens: count,
  total_output_tokens_retokenized: count.nullish(),
  request_throughput: measure,
  input_throughput: measure,
  output_throughput: measure,
  concurrency: measure,
  ...Object.fromEntries(latencyKeys.map(([key]) => [key, measure])),
})

/**
 * Reads one row of the load generator's `--output-file`. Gives the named numbers only: newer rows hold the
 * server's whole state with its API key and launch command, which must not be stored. `NaN` is no value.
 *
 * @throws ResultFileError, for anything that is no such row
 */
export function readServingRow(text: string, place: { file: string; row: number }): ServingResult {
  const row = readJsonRow(text, place, rowSchema)
  const counts: readonly (readonly [ServingCount, number | null | undefined])[] = [
    ['completed', row.completed],
    ['duration', row.duration],
    ['totalInputTokens', row.total_input_tokens],
    ['totalOutputTokens', row.total_output_tokens],
    ['totalOutputTokensRetokenized', row.total_output_tokens_retokenized],
    ['requestThroughput', row.request_throughput],
    ['inputThroughput', row.input_throughput],
    ['outputThroughput', row.output_throughput],
    ['concurrency', row.concurrency],
  ]
  const byKey = new Map<string, unknown>(Object.entries(row))
  const latencies = latencyKeys.map(([key, name]) => [name, byKey.get(key)] as const)
  return { counts: numbersOf(counts), latencies: numbersOf(latencies) }
}

/** Reads a whole `--output-file`. The load generator appends: the last row is the latest run's. */
export function readServingRows(text: string, file: string): JsonLines<ServingResult> {
  return readJsonLines(text, file, readServingRow)
}

function numbersOf<Name extends string>(
  entries: readonly (readonly [Name, unknown])[],
): Partial<Record<Name, number>> {
  const numbers: Partial<Record<Name, number>> = {}
  for (const [name, value] of entries) {
    if (typeof value === 'number') numbers[name] = value
  }
  return numbers
}
