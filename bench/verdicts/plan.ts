import type { Better } from '../../src/comparison/metric.js'

/** Attempts drawn for each stage: the last look's ten pairs and six measured again. */
export const attemptsDrawn = 16

/** A simulated stage: its cases and gating metrics. */
export interface SimulatedStage {
  readonly model: string
  readonly benchmarkType: string
  readonly cases: readonly string[]
  readonly metrics: readonly {
    readonly metric: string
    readonly unit: string
    readonly better: Better
    readonly leastMargin?: number
  }[]
}

const offlineMetrics = [
  { metric: 'e2e_throughput', unit: 'token/s', better: 'higher' },
  { metric: 'prefill_latency', unit: 's', better: 'lower' },
  { metric: 'decode_latency', unit: 's', better: 'lower' },
] as const

const onlineMetrics = [
  { metric: 'e2e_latency_median', unit: 'ms', better: 'lower' },
  { metric: 'ttft_median', unit: 'ms', better: 'lower', leastMargin: 0.1 },
  { metric: 'itl_median', unit: 'ms', better: 'lower' },
] as const

/** The full default plan: 4 stages, 20 cases, 60 cells that decide. */
export const simulatedPlan: readonly SimulatedStage[] = [
  {
    model: 'grok',
    benchmarkType: 'offline',
    cases: [1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => `BS=${size}`),
    metrics: offlineMetrics,
  },
  {
    model: 'grok',
    benchmarkType: 'online',
    cases: [1, 2, 4, 8, 16].map((rate) => `rate=${rate}`),
    metrics: onlineMetrics,
  },
  { model: 'deepseek', benchmarkType: 'offline', cases: ['BS=32'], metrics: offlineMetrics },
  {
    model: 'deepseek',
    benchmarkType: 'online',
    cases: [128, 64, 16, 4, 1].map((concurrency) => `concurrency=${concurrency}`),
    metrics: onlineMetrics,
  },
]
