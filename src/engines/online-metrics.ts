import type { Metric } from '../comparison/metric.js'
import { measuredNoise } from '../verdict/measured-noise.js'

const latency = { unit: 'ms', better: 'lower' } as const
const tail = { ...latency, role: 'shown' } as const

/** What grows with the length of the run where the server falls behind the offered rate. */
const queued = { whenSaturated: 'shown' } as const

/** Time to first token varies more than the others. */
const firstToken = { ...queued, leastMargin: 0.1, launchNoise: measuredNoise.ttft.stage } as const
const wholeAnswer = { ...queued, launchNoise: measuredNoise.e2e.stage } as const
const betweenTokens = { ...queued, phase: 'decode', launchNoise: measuredNoise.itl.stage } as const

/**
 * The metrics of a served load, whatever engine serves it, in the report's order. Latencies in milliseconds.
 */
export const onlineMetrics = [
  { name: 'e2e_latency_median', label: 'Median E2E Latency', ...latency, role: 'deciding', ...wholeAnswer },
  {
    name: 'ttft_median',
    label: 'Median TTFT',
    ...latency,
    role: 'deciding',
    phase: 'prefill',
    ...firstToken,
  },
  { name: 'itl_median', label: 'Median ITL', ...latency, role: 'deciding', ...betweenTokens },
  { name: 'tpot_median', label: 'Median TPOT', ...latency, role: 'judged', ...betweenTokens },
  {
    name: 'output_throughput',
    label: 'Output Throughput',
    unit: 'token/s',
    better: 'higher',
    role: 'judged',
    // Elsewhere it is only the offered rate.
    whenSaturated: 'deciding',
  },
  { name: 'e2e_latency_p95', label: 'P95 E2E Latency', ...tail, ...wholeAnswer },
  { name: 'e2e_latency_p99', label: 'P99 E2E Latency', ...tail, ...wholeAnswer },
  { name: 'ttft_p95', label: 'P95 TTFT', ...tail, phase: 'prefill', ...firstToken },
  { name: 'ttft_p99', label: 'P99 TTFT', ...tail, phase: 'prefill', ...firstToken },
  { name: 'itl_p95', label: 'P95 ITL', ...tail, ...betweenTokens },
  { name: 'itl_p99', label: 'P99 ITL', ...tail, ...betweenTokens },
  { name: 'tpot_p95', label: 'P95 TPOT', ...tail, ...betweenTokens },
  { name: 'tpot_p99', label: 'P99 TPOT', ...tail, ...betweenTokens },
] as const satisfies readonly Metric[]
