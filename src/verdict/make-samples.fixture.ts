import type { Arm } from '../comparison/arm.js'
import { traitsOf, type Better, type MetricTraits } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { randomFrom } from './statistics/random.js'

/** What the samples of a made-up stage look like. Shares and spreads are fractions. */
export interface MadeStage {
  readonly model: string
  readonly benchmarkType: string
  readonly cases: readonly string[]
  readonly metrics: readonly (Partial<MetricTraits> & {
    readonly metric: string
    readonly unit: string
    readonly better: Better
    readonly level: number
  })[]
  readonly pairs: number
  readonly launchSd: number
  readonly withinSd: number
  readonly seed: number
  /** How much faster (+) or slower (-) the PR is. */
  readonly change: (caseName: string, metric: string) => number
  /** How much slower one launch is than it should be: 0.5 is 50 %. */
  readonly slower: (arm: Arm, pair: number, caseName: string) => number
}

const plain: MadeStage = {
  model: 'grok',
  benchmarkType: 'offline',
  cases: ['BS=1', 'BS=2', 'BS=4', 'BS=8', 'BS=16'],
  metrics: [
    { metric: 'e2e_throughput', unit: 'token/s', better: 'higher', level: 1000 },
    { metric: 'prefill_latency', unit: 's', better: 'lower', level: 0.2 },
    { metric: 'decode_latency', unit: 's', better: 'lower', level: 0.02 },
  ],
  pairs: 4,
  launchSd: 0.003,
  withinSd: 0.003,
  seed: 1,
  change: () => 0,
  slower: () => 0,
}

/**
 * Samples of a stage in alternating order, by default of one in which nothing changed and the noise is
 * small.
 */
export function makeSamples(part: Partial<MadeStage> = {}): Sample[] {
  const stage = { ...plain, ...part }
  const random = randomFrom(stage.seed)
  const samples: Sample[] = []
  for (let pair = 1; pair <= stage.pairs; pair++)
    for (const position of [1, 2] as const) {
      const arm: Arm = (pair + position) % 2 === 0 ? 'main' : 'pr'
      const launch = stage.launchSd * random.normal()
      for (const { metric, unit, better, level, ...traits } of stage.metrics)
        for (const name of stage.cases) {
          const speed = launch + stage.withinSd * random.normal() + effectOf(stage, arm, pair, name, metric)
          const value = level * Math.exp(better === 'higher' ? speed : -speed)
          samples.push({
            ...placeOf(stage, name, metric),
            unit,
            better,
            ...traitsOf(traits),
            pair,
            attempt: 1,
            arm,
            position,
            ...where(pair, position),
            value,
            valid: true,
            reason: '',
          })
        }
    }
  return samples
}

function effectOf(stage: MadeStage, arm: Arm, pair: number, name: string, metric: string): number {
  const change = arm === 'pr' ? Math.log1p(stage.change(name, metric)) : 0
  return change - Math.log1p(stage.slower(arm, pair, name))
}

function placeOf({ model, benchmarkType }: MadeStage, name: string, metric: string) {
  return { model, benchmarkType, case: name, metric }
}

function where(pair: number, position: 1 | 2) {
  const start = Date.UTC(2025, 0, 20) + ((pair - 1) * 2 + position) * 600_000
  return { host: 'host-a', startedAt: new Date(start).toISOString() }
}
