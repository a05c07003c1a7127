import { traitsOf, type Metric } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { engineDefinitions } from './registry.js'

/** What an engine defines for each metric of each benchmark type, by `type/name`. */
const known = new Map(
  engineDefinitions
    .flatMap(({ metrics }) => Object.entries(metrics))
    .toReversed()
    .flatMap(([type, metrics]) =>
      metrics.map((metric): [string, Metric] => [`${type}/${metric.name}`, metric]),
    ),
)

const anyType = new Map([...known.values()].map((metric) => [metric.name, metric]))

/** Rows come from other programs' JSON, whatever the types promise. */
function knownMetric({ benchmarkType, metric }: Sample): Metric | undefined {
  const names: readonly unknown[] = [benchmarkType, metric]
  return names.every((name) => typeof name === 'string') ? known.get(`${benchmarkType}/${metric}`) : undefined
}

/**
 * Samples whose metrics' traits are not told, as files of before are, with those that an engine defines for a
 * metric of that benchmark type and name. All others stay as they are.
 */
export function withKnownTraits(samples: readonly Sample[]): Sample[] {
  return samples.map((sample) => {
    const metric = sample.role === undefined ? knownMetric(sample) : undefined
    return metric === undefined ? sample : { ...sample, ...traitsOf(metric) }
  })
}

/** The first sample, by its index, that says the other direction than its metric has; undefined for none. */
export function otherDirection(
  samples: readonly Sample[],
): { readonly index: number; readonly metric: Metric } | undefined {
  for (const [index, sample] of samples.entries()) {
    // A file may leave the benchmark type out: each name has one direction.
    const metric =
      knownMetric(sample) ?? (sample.benchmarkType === '' ? anyType.get(sample.metric) : undefined)
    if (metric !== undefined && sample.better !== metric.better) return { index, metric }
  }
  return undefined
}
