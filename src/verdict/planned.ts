import { byArm } from '../comparison/arm.js'
import { plannedOf, type PlannedStage } from './options.js'
import type { MetricTable, StageTables } from './tables.js'

/** Adds what was planned and never measured, as empty tables and cases, so that it is reported as missing. */
export function withPlanned(stages: readonly StageTables[], planned: readonly PlannedStage[]): StageTables[] {
  const measured = stages.map((stage) => {
    const plan = plannedOf({ planned }, stage)
    return plan === undefined ? stage : complete(stage, plan)
  })
  const absent = planned.filter(
    (plan) =>
      !stages.some((stage) => stage.model === plan.model && stage.benchmarkType === plan.benchmarkType),
  )
  return [
    ...measured,
    ...absent.map((plan) =>
      complete({ model: plan.model, benchmarkType: plan.benchmarkType, attempts: [], metrics: [] }, plan),
    ),
  ]
}

function complete(stage: StageTables, plan: PlannedStage): StageTables {
  const absent = plan.metrics
    .filter(({ metric }) => !stage.metrics.some((table) => table.metric === metric))
    .map((metric): MetricTable => ({
      ...metric,
      cases: [],
      logs: byArm(() => stage.attempts.map(() => [])),
      reasons: new Map(),
    }))
  const plannedMetrics = new Set(plan.metrics.map(({ metric }) => metric))
  const metrics = [...stage.metrics, ...absent].map((table) =>
    plannedMetrics.has(table.metric) ? withCases(table, plan.cases) : table,
  )
  return { ...stage, metrics }
}

function withCases(table: MetricTable, cases: readonly string[]): MetricTable {
  const known = new Set(table.cases)
  const absent = cases.filter((name) => !known.has(name))
  if (absent.length === 0) return table
  const logs = byArm((arm) => table.logs[arm].map((row) => [...row, ...absent.map(() => null)]))
  return { ...table, cases: [...table.cases, ...absent], logs }
}
