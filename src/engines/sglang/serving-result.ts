import type { OnlineMetricName } from './metrics.js'

export const servingLatencies = ['e2e_latency', 'ttft', 'tpot', 'itl'] as const
export const servingStatistics = ['median', 'p95', 'p99'] as const

type ServingLatency = (typeof servingLatencies)[number]
type ServingStatistic = (typeof servingStatistics)[number]

/** `median_ttft`, `p99_itl`, ...: milliseconds. */
export type ServingLatencyName = `${ServingStatistic}_${ServingLatency}`

export const servingCounts = [
  'completed',
  'duration',
  'totalOutputTokens',
  'totalOutputTokensRetokenized',
  'outputThroughput',
] as const

export type ServingCount = (typeof servingCounts)[number]

/**
 * What SGLang's load generator says of one run, from its JSONL row or its stdout; labels come and go between
 * versions, so nothing has to be there. Duration in seconds, throughputs a second, latencies in milliseconds.
 */
export interface ServingResult {
  readonly counts: Readonly<Partial<Record<ServingCount, number>>>
  readonly latencies: Readonly<Partial<Record<ServingLatencyName, number>>>
}

const metricSources: readonly (readonly [OnlineMetricName, ServingLatencyName])[] = [
  ['e2e_latency_median', 'median_e2e_latency'],
  ['ttft_median', 'median_ttft'],
  ['itl_median', 'median_itl'],
  ['tpot_median', 'median_tpot'],
  ['e2e_latency_p95', 'p95_e2e_latency'],
  ['e2e_latency_p99', 'p99_e2e_latency'],
  ['ttft_p95', 'p95_ttft'],
  ['ttft_p99', 'p99_ttft'],
  ['itl_p95', 'p95_itl'],
  ['itl_p99', 'p99_itl'],
  ['tpot_p95', 'p95_tpot'],
  ['tpot_p99', 'p99_tpot'],
]

/** The metrics of a run; only such as were measured, a value of zero was not. */
export function servingMetrics(result: ServingResult): Partial<Record<OnlineMetricName, number>> {
  const { outputThroughput = 0 } = result.counts
  const latencies = metricSources.flatMap(([metric, source]) => {
    const value = result.latencies[source] ?? 0
    return value > 0 ? [[metric, value] as const] : []
  })
  return {
    ...Object.fromEntries(latencies),
    ...(outputThroughput > 0 ? { output_throughput: outputThroughput } : {}),
  }
}

/** One result of two sources: the first counts, the second fills in what it lacks. */
export function mergeServingResults(first: ServingResult, second: ServingResult): ServingResult {
  return {
    counts: { ...second.counts, ...first.counts },
    latencies: { ...second.latencies, ...first.latencies },
  }
}
