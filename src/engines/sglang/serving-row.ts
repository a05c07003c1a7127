import { z } from 'zod'
import { readJsonRow } from '../output/json-lines.js'
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
  total_output_tokens: count,
  total_output_tokens_retokenized: count.nullish(),
  output_throughput: measure,
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
    ['totalOutputTokens', row.total_output_tokens],
    ['totalOutputTokensRetokenized', row.total_output_tokens_retokenized],
    ['outputThroughput', row.output_throughput],
  ]
  const byKey = new Map<string, unknown>(Object.entries(row))
  const latencies = latencyKeys.map(([key, name]) => [name, byKey.get(key)] as const)
  return { counts: numbersOf(counts), latencies: numbersOf(latencies) }
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
