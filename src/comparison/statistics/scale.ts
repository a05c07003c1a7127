import { at } from './at.js'
import { median } from './location.js'

/** Median absolute deviation from zero, times 1.4826: a normal sample's standard deviation. */
export function madAboutZero(values: readonly number[]): number {
  return 1.4826 * median(values.map(Math.abs))
}

/** Small-sample factors d_n of Qn, n = 2 to 9. Croux and Rousseeuw 1992, Time-efficient algorithms. */
const smallSampleFactors = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872]

/** The factor that makes Qn unbiased for a normal sample of n. */
function qnFactor(n: number): number {
  const small = smallSampleFactors[n - 2]
  if (small !== undefined) return small
  return n % 2 === 1 ? n / (n + 1.4) : n / (n + 3.8)
}

/**
 * Robust standard deviation within groups: 2.2219 d_n times the k-th smallest distance between two values of the
 * same group, k = C(h, 2) of the pooled C(n, 2), h = n / 2 + 1. For one group this is Qn; half of the values may be
 * far off without moving it. Groups of one are ignored; 0 when nothing is left.
 * Source: Rousseeuw and Croux 1993, Alternatives to the median absolute deviation.
 */
export function qnWithin(groups: readonly (readonly number[])[]): number {
  const distances: number[] = []
  let rank = 0
  let size = 0
  for (const group of groups) {
    if (group.length < 2) continue
    for (let i = 1; i < group.length; i++)
      for (let j = 0; j < i; j++) distances.push(Math.abs(at(group, i) - at(group, j)))
    const half = Math.floor(group.length / 2) + 1
    rank += (half * (half - 1)) / 2
    size = Math.max(size, group.length)
  }
  if (distances.length === 0) return 0
  const sorted = Float64Array.from(distances).sort()
  return 2.2219 * qnFactor(size) * (sorted[rank - 1] ?? 0)
}
