import { traitsOf } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { engineDefinitions } from './registry.js'

/**
 * Samples whose metrics' traits are not told, as files of before are, with those that an engine defines for a
 * metric of that benchmark type and name. All others stay as they are.
 */
export function withKnownTraits(samples: readonly Sample[]): Sample[] {
  const known = new Map(
    engineDefinitions
      .flatMap(({ metrics }) => Object.entries(metrics))
      .toReversed()
      .flatMap(([type, metrics]) =>
        metrics.map((metric) => [`${type}/${metric.name}`, traitsOf(metric)] as const),
      ),
  )
  return samples.map((sample) => {
    const { role, benchmarkType, metric } = sample
    // Rows come from other programs' JSON, whatever the types promise.
    if (role !== undefined || typeof benchmarkType !== 'string' || typeof metric !== 'string') return sample
    const traits = known.get(`${benchmarkType}/${metric}`)
    return traits === undefined ? sample : { ...sample, ...traits }
  })
}
