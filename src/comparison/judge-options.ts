import { metricsOf } from './metrics.js'
import type { Plan, StagePlan } from './plan.js'
import { gatingOf, rulesOf, type JudgeOptions, type PlannedStage } from './verdict/options.js'

/** How a plan is judged: its threshold and margins, looks, calibration, and what was meant to be measured. */
export function judgeOptionsOf(plan: Plan): JudgeOptions {
  return {
    threshold: plan.request.threshold,
    margins: marginsOf(plan),
    looks: plan.looks,
    calibration: plan.calibration,
    planned: plan.stages.map(plannedStage),
  }
}

/** The margins that the recipes name; the narrowest where two models name one for the same metric. */
function marginsOf({ stages }: Plan): Record<string, number> {
  const margins = new Map<string, number>()
  for (const [metric, margin] of stages.flatMap(({ recipe }) => Object.entries(recipe.margins)))
    margins.set(metric, Math.min(margin, margins.get(metric) ?? margin))
  return Object.fromEntries(margins)
}

/** The cases and deciding metrics of a stage: what is missing if it was not measured. */
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
  }
}

/** A batch of one output token each has no decode to be measured. */
function isExpected(metric: string, stage: StagePlan): boolean {
  return !metric.startsWith('decode_') || stage.cases.some((planned) => planned.outputLength > 1)
}
