import type { Metric } from '../comparison/metric.js'

const latency = { unit: 'ms', better: 'lower' } as const
const tail = { ...latency, role: 'shown' } as const

/** What grows with the queue where the server falls behind the offered rate. */
const queued = { whenSaturated: 'shown' } as const

/** Time to first token varies several times as much as the others. */
const firstToken = { ...queued, leastMargin: 0.1, launchNoise: 0.03 } as const

/**
 * The metrics of a served load, whatever engine serves it, in the report's order. Latencies in milliseconds.
 */
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
