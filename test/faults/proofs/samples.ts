import type { Sample } from '../../../src/comparison/samples.js'
import type { ComparisonEvidence } from '../evidence.js'

/** Cases that have no valid sample of a launch, or more than one, by their names. */
export interface SampleCount {
  readonly lost: readonly string[]
  readonly twice: readonly string[]
}

/**
 * Holds a comparison's valid samples against those of the undisturbed one: the same of every launch, each
 * once.
 */
export function countSamples(undisturbed: ComparisonEvidence, compared: ComparisonEvidence): SampleCount {
  const wanted = countOf(undisturbed.samples)
  const found = countOf(compared.samples)
  const lost = new Set<string>()
  const twice = new Set<string>()
  for (const key of new Set([...wanted.keys(), ...found.keys()])) {
    const count = found.get(key)?.count ?? 0
    const where = `${compared.name}: ${(found.get(key) ?? wanted.get(key))?.case ?? key}`
    if (count === 0) lost.add(where)
    if (count > 1) twice.add(where)
  }
  return { lost: [...lost], twice: [...twice] }
}

function countOf(samples: readonly Sample[]): Map<string, { case: string; count: number }> {
  const counts = new Map<string, { case: string; count: number }>()
  for (const sample of samples.filter(({ valid }) => valid)) {
    const where = `${sample.benchmarkType}, pair ${sample.pair}, ${sample.arm}, ${sample.case}`
    const key = `${where}, ${sample.metric}`
    counts.set(key, { case: where, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return counts
}
