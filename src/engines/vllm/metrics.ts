import type { Metric } from '../../comparison/metric.js'

/**
 * The metrics of a batch, then that of many requests at once, in the report's order. Tokens are those of
 * prompts and answers together.
 */
export const offlineMetrics = [
  {
    name: 'latency',
    label: 'Latency',
    unit: 's',
    better: 'lower',
    role: 'deciding',
    inverse: 'batch_throughput',
  },
  {
    name: 'batch_throughput',
    label: 'Batch Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    inverse: 'latency',
  },
  { name: 'throughput', label: 'Throughput', unit: 'token/s', better: 'higher', role: 'deciding' },
] as const satisfies readonly Metric[]
