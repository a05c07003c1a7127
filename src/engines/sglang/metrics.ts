import type { Metric } from '../../comparison/metric.js'

/**
 * The metrics of one batch, in the report's order. Latencies in seconds, throughputs in tokens a second. Of a latency
 * and the throughput that is the same number upside down, one decides.
 */
export const offlineMetrics = [
  {
    name: 'e2e_throughput',
    label: 'E2E Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'deciding',
    inverse: 'e2e_latency',
  },
  {
    name: 'e2e_latency',
    label: 'E2E Latency',
    unit: 's',
    better: 'lower',
    role: 'judged',
    inverse: 'e2e_throughput',
  },
  {
    name: 'prefill_latency',
    label: 'Prefill Latency',
    unit: 's',
    better: 'lower',
    role: 'deciding',
    phase: 'prefill',
    inverse: 'prefill_throughput',
  },
  {
    name: 'prefill_throughput',
    label: 'Prefill Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    phase: 'prefill',
    inverse: 'prefill_latency',
  },
  {
    name: 'decode_latency',
    label: 'Median Decode Latency',
    unit: 's',
    better: 'lower',
    role: 'deciding',
    phase: 'decode',
    inverse: 'decode_throughput',
  },
  {
    name: 'decode_throughput',
    label: 'Median Decode Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    phase: 'decode',
    inverse: 'decode_latency',
  },
] as const satisfies readonly Metric[]

const latency = { unit: 'ms', better: 'lower' } as const
const tail = { ...latency, role: 'shown' } as const

/** What grows with the queue where the server falls behind the offered rate. */
const queued = { whenSaturated: 'shown' } as const

/** Time to first token varies several times as much as the others. */
const firstToken = { ...queued, leastMargin: 0.1, launchNoise: 0.03 } as const

/** The metrics of a served load, in the report's order. Latencies in milliseconds. */
export const onlineMetrics = [
  { name: 'e2e_latency_median', label: 'Median E2E Latency', ...latency, role: 'deciding', ...queued },
  {
    name: 'ttft_median',
    label: 'Median TTFT',
    ...latency,
    role: 'deciding',
    phase: 'prefill',
    ...firstToken,
  },
  { name: 'itl_median', label: 'Median ITL', ...latency, role: 'deciding', phase: 'decode' },
  { name: 'tpot_median', label: 'Median TPOT', ...latency, role: 'judged', phase: 'decode' },
  {
    name: 'output_throughput',
    label: 'Output Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    // Elsewhere it is only the offered rate.
    whenSaturated: 'deciding',
  },
  { name: 'e2e_latency_p95', label: 'P95 E2E Latency', ...tail, ...queued },
  { name: 'e2e_latency_p99', label: 'P99 E2E Latency', ...tail, ...queued },
  { name: 'ttft_p95', label: 'P95 TTFT', ...tail, phase: 'prefill', ...firstToken },
  { name: 'ttft_p99', label: 'P99 TTFT', ...tail, phase: 'prefill', ...firstToken },
  { name: 'itl_p95', label: 'P95 ITL', ...tail, phase: 'decode' },
  { name: 'itl_p99', label: 'P99 ITL', ...tail, phase: 'decode' },
  { name: 'tpot_p95', label: 'P95 TPOT', ...tail, phase: 'decode' },
  { name: 'tpot_p99', label: 'P99 TPOT', ...tail, phase: 'decode' },
] as const satisfies readonly Metric[]

export type OfflineMetricName = (typeof offlineMetrics)[number]['name']
export type OnlineMetricName = (typeof onlineMetrics)[number]['name']
export type MetricName = OfflineMetricName | OnlineMetricName
