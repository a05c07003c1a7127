import type { Plan, StagePlan } from '../comparison/plan.js'
import { traitsOf, type Metric } from '../comparison/metric.js'
import type { JudgeOptions, PlannedStage } from './options.js'
import { decidingAmong } from './roles.js'

/**
 * How a plan is judged: its threshold, looks, calibration, and what was meant to be measured, with the
 * recipes' margins.
 */
export function judgeOptionsOf(plan: Plan): JudgeOptions {
  return {
    threshold: plan.request.threshold,
    looks: plan.looks,
    calibration: plan.calibration,
    planned: plan.stages.map(plannedStage),
  }
}

/**
 * The cases and deciding metrics of a stage, which are missing if they were not measured, and its recipe's
 * margins.
 */
export function plannedStage({ model, benchmarkType, cases, metrics, recipe }: StagePlan): PlannedStage {
  return {
    model,
    benchmarkType,
    cases: cases.map(({ name }) => name),
    metrics: decidingMetrics(metrics).map(({ metric, unit, better, ...traits }) => ({
      metric,
      unit,
      better,
      ...traitsOf(traits),
    })),
    margins: withInverses(recipe.margins, metrics),
  }
}

/** The metrics of a plan's stage that decide. */
export function decidingMetrics(metrics: readonly Metric[]): (Metric & { readonly metric: string })[] {
  return decidingAmong(metrics.map((metric) => ({ ...metric, metric: metric.name })))
}

/**
 * The margins, also of a metric that is another's inverse: the same change must not be marked under one of
 * two names.
 */
function withInverses(
  margins: Readonly<Record<string, number>>,
  metrics: readonly Metric[],
): Record<string, number> {
  const derived = metrics.flatMap(({ name, inverse }) => {
    const margin = inverse === undefined ? undefined : margins[inverse]
    return margin === undefined ? [] : [[name, margin] as const]
  })
  return { ...Object.fromEntries(derived), ...margins }
}
