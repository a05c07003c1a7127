import type { BenchmarkType } from './benchmark-type.js'

export type MetricUnit = 'token/s' | 's' | 'ms'
export type Better = 'higher' | 'lower'

/** What is measured, and how it is to be read. */
export interface MetricDefinition {
  readonly name: string
  /** As the report prints it. */
  readonly label: string
  readonly unit: MetricUnit
  readonly better: Better
  readonly benchmarkType: BenchmarkType
}

/** The metrics of one batch, in the report's order. Latencies in seconds, throughputs in tokens a second. */
export const offlineMetrics = [
  metric('offline', 'e2e_throughput', 'E2E Throughput', 'token/s', 'higher'),
  metric('offline', 'e2e_latency', 'E2E Latency', 's', 'lower'),
  metric('offline', 'prefill_latency', 'Prefill Latency', 's', 'lower'),
  metric('offline', 'prefill_throughput', 'Prefill Throughput', 'token/s', 'higher'),
  metric('offline', 'decode_latency', 'Median Decode Latency', 's', 'lower'),
  metric('offline', 'decode_throughput', 'Median Decode Throughput', 'token/s', 'higher'),
] as const

/** The metrics of a served load, in the report's order. Latencies in milliseconds. */
export const onlineMetrics = [
  metric('online', 'e2e_latency_median', 'Median E2E Latency', 'ms', 'lower'),
  metric('online', 'ttft_median', 'Median TTFT', 'ms', 'lower'),
  metric('online', 'itl_median', 'Median ITL', 'ms', 'lower'),
  metric('online', 'tpot_median', 'Median TPOT', 'ms', 'lower'),
  metric('online', 'output_throughput', 'Output Throughput', 'token/s', 'higher'),
  metric('online', 'e2e_latency_p95', 'P95 E2E Latency', 'ms', 'lower'),
  metric('online', 'e2e_latency_p99', 'P99 E2E Latency', 'ms', 'lower'),
  metric('online', 'ttft_p95', 'P95 TTFT', 'ms', 'lower'),
  metric('online', 'ttft_p99', 'P99 TTFT', 'ms', 'lower'),
  metric('online', 'itl_p95', 'P95 ITL', 'ms', 'lower'),
  metric('online', 'itl_p99', 'P99 ITL', 'ms', 'lower'),
  metric('online', 'tpot_p95', 'P95 TPOT', 'ms', 'lower'),
  metric('online', 'tpot_p99', 'P99 TPOT', 'ms', 'lower'),
] as const

export type OfflineMetricName = (typeof offlineMetrics)[number]['name']
export type OnlineMetricName = (typeof onlineMetrics)[number]['name']
export type MetricName = OfflineMetricName | OnlineMetricName

/** Every metric, offline first. */
export const metrics: readonly MetricDefinition[] = [...offlineMetrics, ...onlineMetrics]

const byName: ReadonlyMap<string, MetricDefinition> = new Map(metrics.map((known) => [known.name, known]))

/** The metrics of one benchmark type, in the report's order. */
export function metricsOf(benchmarkType: BenchmarkType): readonly MetricDefinition[] {
  return metrics.filter((known) => known.benchmarkType === benchmarkType)
}

/** The metric of that name; undefined for a name of another engine's samples. */
export function findMetric(name: string): MetricDefinition | undefined {
  return byName.get(name)
}

function metric<Name extends string>(
  benchmarkType: BenchmarkType,
  name: Name,
  label: string,
  unit: MetricUnit,
  better: Better,
): MetricDefinition & { readonly name: Name } {
  return { name, label, unit, better, benchmarkType }
}
