import { metricsOf } from '../comparison/metrics.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import { gatingOf, rulesOf, type JudgeOptions, type PlannedStage } from './options.js'

/** How a plan is judged: its threshold, looks, calibration, and what was meant to be measured, with the recipes' margins. */
export function judgeOptionsOf(plan: Plan): JudgeOptions {
  return {
    threshold: plan.request.threshold,
    looks: plan.looks,
    calibration: plan.calibration,
    planned: plan.stages.map(plannedStage),
  }
}

/** The cases and deciding metrics of a stage, which are missing if they were not measured, and its recipe's margins. */
export function plannedStage(stage: StagePlan): PlannedStage {
  const metrics = metricsOf(stage.benchmarkType).filter((metric) => isExpected(metric.name, stage))
  const names = metrics.map((metric) => metric.name)
  const gating = new Set(gatingOf(rulesOf({}), stage.benchmarkType, names))
  return {
    model: stage.model,
    benchmarkType: stage.benchmarkType,
    cases: stage.cases.map((planned) => planned.name),
    metrics: metrics
      .filter(({ name }) => gating.has(name))
      .map(({ name, unit, better }) => ({ metric: name, unit, better })),
    margins: withReciprocals(stage.recipe.margins),
  }
}

/** A batch of one output token each has no decode to be measured. */
function isExpected(metric: string, stage: StagePlan): boolean {
  return !metric.startsWith('decode_') || stage.cases.some((planned) => planned.outputLength > 1)
}

/** Latencies and the throughputs that are the same numbers the other way round. */
const reciprocals = ['e2e', 'prefill', 'decode'].map(
  (phase) => [`${phase}_latency`, `${phase}_throughput`] as const,
)

/** The margins, also of a metric that is another's reciprocal: the same change must not be marked under one of two names. */
function withReciprocals(margins: Readonly<Record<string, number>>): Record<string, number> {
  const derived = reciprocals.flatMap(([latency, throughput]) => {
    const margin = margins[latency] ?? margins[throughput]
    return margin === undefined ? [] : [[latency, margin] as const, [throughput, margin] as const]
  })
  return { ...Object.fromEntries(derived), ...margins }
}
