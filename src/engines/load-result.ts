import { z } from 'zod'
import { readJsonRow } from './output/json-lines.js'

const count = z.int().nonnegative().max(1e15)
const figure = z.number().nonnegative().max(1e12).nullish()

/** What a load generator says of one run of a load. */
export interface LoadResult {
  readonly completed: number
  readonly seconds: number
  readonly outputTokens: number
  /** The tokens of its answers' text, counted again; absent where it does not count them. */
  readonly answerTokens?: number
  /** Tokens that speculative decoding accepted at a time; absent without it. */
  readonly acceptLength?: number
  /** Milliseconds, and tokens a second, by metric; only such as were measured, a value of zero was not. */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * The reader of the file that a load generator leaves, one JSON object with keys such as `median_ttft_ms`. It
 * gives the named numbers only: the object may hold every answer, or the server's whole state with its API
 * key. It throws ResultFileError, where the file is none such.
 *
 * @param e2e what the file calls the latency of a whole request
 */
export function loadResultReader(e2e: string): (text: string, file: string) => LoadResult {
  const figures = [
    { metric: 'output_throughput', key: 'output_throughput' },
    ...['e2e_latency', 'ttft', 'itl', 'tpot'].flatMap((latency) =>
      ['median', 'p95', 'p99'].map((statistic) => ({
        metric: `${latency}_${statistic}`,
        key: `${statistic}_${latency === 'e2e_latency' ? e2e : latency}_ms`,
      })),
    ),
  ]
  const schema = z.object({
    completed: count,
    duration: z.number().positive().max(1e9),
    total_output_tokens: count,
    total_output_tokens_retokenized: count.nullish(),
    ...{ accept_length: figure, spec_decode_acceptance_length: figure },
    ...Object.fromEntries(figures.map(({ key }) => [key, figure])),
  })
  return (text, file) => {
    const row = readJsonRow(text, { file, row: 1 }, schema)
    const byKey = new Map<string, unknown>(Object.entries(row))
    const metrics = figures.flatMap(({ metric, key }) => {
      const value = byKey.get(key)
      return typeof value === 'number' && value > 0 ? [[metric, value] as const] : []
    })
    const answerTokens = row.total_output_tokens_retokenized ?? undefined
    const acceptLength = row.accept_length ?? row.spec_decode_acceptance_length ?? undefined
    return {
      completed: row.completed,
      seconds: row.duration,
      outputTokens: row.total_output_tokens,
      ...(answerTokens !== undefined && { answerTokens }),
      ...(acceptLength !== undefined && { acceptLength }),
      metrics: Object.fromEntries(metrics),
    }
  }
}
