import { firstArm } from '../../src/comparison/order.js'
import type { MetricTable, StageTables } from '../../src/verdict/tables.js'
import { simulateLaunches, type Noise, type SimulatedLaunch } from './noise.js'
import { attemptsDrawn, simulatedPlan, type SimulatedStage } from './plan.js'
import { randomFrom } from '../../src/verdict/statistics/random.js'
import { effectOnLaunch, type Scenario } from './scenario.js'

/**
 * All that one simulated comparison could measure. Every rule sees the same draws and takes as many as it
 * wants.
 */
export interface Draw {
  readonly seed: number
  /** By stage: the launches in the order in which they run, before the PR's effect. */
  readonly launches: readonly (readonly SimulatedLaunch[])[]
  /** By stage and launch: what a launch changes when it is the PR's. */
  readonly effects: readonly (readonly ((caseIndex: number) => number)[])[]
}

/** Draws a comparison. The noise depends on the seed alone, so scenarios share it. */
export function drawComparison(noise: Noise, scenario: Scenario, seed: number): Draw {
  const random = randomFrom(seed)
  const launches = simulatedPlan.map((stage) => simulateLaunches(stage, noise, 2 * attemptsDrawn, random))
  const effectRandom = randomFrom(seed + 500_000_009)
  const effects = simulatedPlan.map((_, stage) =>
    Array.from({ length: 2 * attemptsDrawn }, () => effectOnLaunch(scenario, stage, effectRandom)),
  )
  return { seed, launches, effects }
}

/** One launch as that arm measures it: by metric and case. */
export function launchOf(draw: Draw, stage: number, time: number, arm: 'main' | 'pr'): SimulatedLaunch {
  const launch = draw.launches[stage]?.[time] ?? []
  if (arm === 'main') return launch
  const effect = draw.effects[stage]?.[time] ?? (() => 0)
  return launch.map((cases) => cases.map((value, index) => (value === null ? null : value + effect(index))))
}

/** A stage's first attempts as the tables that the verdict is made from. */
export function stageTables(draw: Draw, stage: number, attempts: number): StageTables {
  const plan = simulatedPlan[stage]
  if (plan === undefined) throw new RangeError(`no stage ${stage}`)
  const order = Array.from({ length: attempts }, (_, index) =>
    firstArm(draw.seed, plan.model + plan.benchmarkType, index + 1),
  )
  const rows = order.map((first, index) => {
    const before = launchOf(draw, stage, 2 * index, first)
    const after = launchOf(draw, stage, 2 * index + 1, first === 'main' ? 'pr' : 'main')
    return first === 'main' ? { main: before, pr: after } : { main: after, pr: before }
  })
  const metrics = plan.metrics.map((metric, position) => metricTable(plan, metric, position, rows))
  return {
    model: plan.model,
    benchmarkType: plan.benchmarkType,
    attempts: order.map((first, index) => ({ pair: index + 1, attempt: 1, first })),
    metrics,
  }
}

function metricTable(
  plan: SimulatedStage,
  metric: SimulatedStage['metrics'][number],
  position: number,
  rows: readonly { readonly main: SimulatedLaunch; readonly pr: SimulatedLaunch }[],
): MetricTable {
  const column = (arm: 'main' | 'pr') => rows.map((row) => row[arm][position] ?? [])
  return {
    ...metric,
    cases: plan.cases,
    logs: { main: column('main'), pr: column('pr') },
    reasons: new Map(),
  }
}
