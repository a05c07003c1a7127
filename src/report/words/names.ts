import type { Metric } from '../../comparison/metric.js'
import type { Plan } from '../../comparison/plan.js'

/** A stage as samples and judgements name it. */
export interface StageName {
  readonly model: string
  readonly benchmarkType: string
}

/** What a reader calls a metric of a stage. */
export type MetricNames = (stage: StageName, metric: string) => string

/** The names of samples that come without a plan. */
export const metricItself: MetricNames = (_, metric) => metric

/** The names of a plan's metrics; any other metric by its own. */
export function namesOfPlan({ stages }: Pick<Plan, 'stages'>): MetricNames {
  return (stage, metric) => {
    const planned = stages.find(
      ({ model, benchmarkType }) => model === stage.model && benchmarkType === stage.benchmarkType,
    )
    return namesOf(planned?.metrics ?? [])(stage, metric)
  }
}

/** The names of these metrics; any other metric by its own. */
export function namesOf(metrics: readonly Metric[]): MetricNames {
  return (_, metric) => metrics.find(({ name }) => name === metric)?.label ?? metric
}

/** `grok/offline`, or whatever of it the samples name. */
export function stageName({ model, benchmarkType }: StageName): string {
  const name = [model, benchmarkType].filter((part) => part !== '').join('/')
  return name === '' ? 'all samples' : name
}
