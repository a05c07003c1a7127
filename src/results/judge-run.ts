import { metricsOf } from '../comparison/metrics.js'
import type { StagePlan } from '../comparison/plan.js'
import { judge } from '../comparison/verdict/judge.js'
import type { Judgement } from '../comparison/verdict/judgement.js'
import { gatingOf, rulesOf, type PlannedStage } from '../comparison/verdict/options.js'
import type { RunRecord } from './record.js'
import { samplesOf } from './samples.js'

/** Judges what a run has measured so far, all its stages as one family, at the looks of its plan. */
export function judgeRun(record: RunRecord): Judgement {
  const { plan, ending } = record
  return judge(samplesOf(record), {
    threshold: plan.request.threshold,
    looks: plan.looks,
    planned: plan.stages.map(plannedStage),
    final: ending !== undefined,
  })
}

/** The cases and deciding metrics of a stage: what is missing if it was not measured. */
function plannedStage(stage: StagePlan): PlannedStage {
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
