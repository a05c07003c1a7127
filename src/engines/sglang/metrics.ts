import type { Metric } from '../../comparison/metric.js'
import type { onlineMetrics } from '../online-metrics.js'

/**
 * The metrics of one batch, in the report's order. Latencies in seconds, throughputs in tokens a second. Of a
 * latency and the throughput that is the same number upside down, one decides.
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

export type OfflineMetricName = (typeof offlineMetrics)[number]['name']
export type OnlineMetricName = (typeof onlineMetrics)[number]['name']
export type MetricName = OfflineMetricName | OnlineMetricName
