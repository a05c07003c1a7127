import { decidingMetrics, judgeOptionsOf } from '../verdict/planned-options.js'
import { looksOf } from '../verdict/looks.js'
import { sum } from '../comparison/change.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import { expectedStageSeconds, hostsOf } from '../comparison/stage.js'
import { foresee, type MetricForesight, type StageForesight } from '../verdict/foresight.js'

/**
 * What measuring costs. Disturbed pairs, which are measured again, and the building of images come on top.
 */
export interface Cost {
  readonly launches: number
  /** Hours in which a host does nothing else, all hosts together. */
  readonly hostHours: number
  readonly gpuHours: number
  /** From the first launch to the last: hosts side by side, the stages of a host one after the other. */
  readonly elapsedHours: number
}

/** What is known of a stage before it runs. */
export interface StageQuote {
  readonly name: string
  readonly host: string
  readonly gpus: number
  readonly launchSeconds: number
  /** What of that is for short unmeasured runs of each load. */
  readonly warmUpSeconds: number
  /** Launches on that host which took so long; 0 where it is the recipe's estimate. */
  readonly launchesSeen: number
  /** Valid pairs until it is settled, where nothing changed. */
  readonly expectedPairs: number
  readonly mostPairs: number
  /** The smallest slowdown that each look finds with 90 % power, and the noise that this comes from. */
  readonly metrics: readonly MetricForesight[]
}

/** What more pairs would cost and see. */
export interface LargerBudget {
  readonly maxPairs: number
  readonly most: Cost
  /**
   * The smallest slowdown that the last look finds with 90 % power, for each metric of each stage, in their
   * order.
   */
  readonly detectable: readonly (readonly (number | null)[])[]
}

/** What a comparison will cost and what it will be able to see, before anything runs. */
export interface Quote {
  /** Where nothing changed: each stage stops as soon as that is known. */
  readonly expected: Cost
  /** Where every stage runs to the last look. */
  readonly most: Cost
  readonly stages: readonly StageQuote[]
  /**
   * Unmeasured launches of images that are new on a host, at most, and their hours; builds of kernels come on
   * top.
   */
  readonly priming: { readonly launches: number; readonly hostHours: number }
  readonly larger: readonly LargerBudget[]
}

const largerBudgets = [4, 6, 10, 15, 20, 30, 50]
const mostOffered = 2

/** Quotes a plan. Pure: durations and noise are those that the plan carries. */
export function quoteOf(plan: Plan): Quote {
  const foreseen = foreseenWith(plan, plan.looks)
  const mostPairs = Math.max(...plan.looks)
  return {
    expected: costOf(plan, (index) => foreseen[index]?.expectedPairs ?? mostPairs),
    most: costOf(plan, () => mostPairs),
    stages: plan.stages.map((stage, index) => ({
      name: stage.name,
      host: stage.host,
      gpus: gpusOf(stage),
      launchSeconds: stage.expectedLaunchSeconds,
      warmUpSeconds: stage.warmUpSeconds ?? 0,
      launchesSeen: stage.launchesSeen ?? 0,
      expectedPairs: foreseen[index]?.expectedPairs ?? mostPairs,
      mostPairs,
      metrics: foreseen[index]?.metrics ?? [],
    })),
    priming: primingCost(plan),
    larger: largerBudgets
      .filter((pairs) => pairs > mostPairs)
      .slice(0, mostOffered)
      .map((maxPairs) => largerBudget(plan, maxPairs)),
  }
}

function largerBudget(plan: Plan, maxPairs: number): LargerBudget {
  const isFixed = plan.request.pairs !== undefined || plan.request.historical
  const foreseen = foreseenWith(plan, isFixed ? [maxPairs] : looksOf({ maxPairs }))
  return {
    maxPairs,
    most: costOf(plan, () => maxPairs),
    detectable: foreseen.map(({ metrics }) => metrics.map(({ looks }) => looks.at(-1)?.change ?? null)),
  }
}

function foreseenWith(plan: Plan, looks: readonly number[]): StageForesight[] {
  const stages = plan.stages.map(({ model, benchmarkType, metrics }) => {
    return { model, benchmarkType, metrics: decidingMetrics(metrics) }
  })
  return foresee(stages, { ...judgeOptionsOf(plan), looks })
}

function costOf(plan: Plan, pairsOf: (stage: number) => number): Cost {
  const stages = plan.stages.map((stage, index) => {
    const pairs = pairsOf(index)
    return { stage, launches: 2 * pairs, hours: expectedStageSeconds(stage, pairs) / 3600 }
  })
  const hoursOf = (host: string) => sum(stages.map(({ stage, hours }) => (stage.host === host ? hours : 0)))
  return {
    launches: sum(stages.map(({ launches }) => launches)),
    hostHours: sum(stages.map(({ hours }) => hours)),
    gpuHours: sum(stages.map(({ stage, hours }) => hours * gpusOf(stage))),
    elapsedHours: Math.max(...hostsOf(plan).map(hoursOf)),
  }
}

/** An unmeasured launch of each arm's image for each stage whose recipe wants one. */
function primingCost({ stages }: Plan): Quote['priming'] {
  const seconds = stages
    .map(({ expectedPrimingSeconds }) => expectedPrimingSeconds)
    .filter((each) => each > 0)
  return { launches: 2 * seconds.length, hostHours: (2 * sum(seconds)) / 3600 }
}

function gpusOf({ recipe }: StagePlan): number {
  return recipe.tensorParallel
}
