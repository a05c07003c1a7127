import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { Metric } from '../comparison/metric.js'
import { engineDefinitions } from '../engines/registry.js'

/** The metrics that these cases can be measured by: one output token each has no decode. */
export function metricsOfCases(
  type: BenchmarkType,
  cases: readonly { readonly outputLength: number }[],
): Metric[] {
  const [{ metrics }] = engineDefinitions
  const hasDecode = cases.some(({ outputLength }) => outputLength > 1)
  return metrics[type].filter(({ phase }) => phase !== 'decode' || hasDecode)
}
