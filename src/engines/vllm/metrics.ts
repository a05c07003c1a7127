import type { Metric } from '../../comparison/metric.js'

/**
 * The metrics of a batch and of many requests at once, in the report's order: seconds from the first prompt
 * to the last token, and tokens of prompts and answers a second. One is the other upside down, so one decides.
 */
export const offlineMetrics = [
  {
    name: 'throughput',
    label: 'Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'deciding',
    inverse: 'latency',
  },
  { name: 'latency', label: 'Latency', unit: 's', better: 'lower', role: 'judged', inverse: 'throughput' },
] as const satisfies readonly Metric[]

/** The values of both, of so many tokens in so many seconds. */
export function offlineValues(tokens: number, seconds: number): { throughput: number; latency: number } {
  return { throughput: tokens / seconds, latency: seconds }
}
