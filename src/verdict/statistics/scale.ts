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
 * Robust standard deviation within groups: 2.2219 d_n times the k-th smallest distance between two values
 * of the same group, k = C(h, 2) of the pooled C(n, 2), h = n / 2 + 1. For one group this is Qn; half of
 * the values may be far off without moving it. Groups of one are ignored; 0 when nothing is left. Source:
 * Rousseeuw and Croux 1993, Alternatives to the median absolute deviation.
 */
export function qnWithin(groups: readonly (readonly number[])[]): number {
  const compared = groups.filter((group) => group.length > 1)
  if (compared.length === 0) return 0
  const size = Math.max(...compared.map((group) => group.length))
  const rank = compared.reduce((sum, { length }) => sum + choosePairs(Math.floor(length / 2) + 1), 0)
  return 2.2219 * qnFactor(size) * distanceOfRank(compared, rank)
}

/** How many pairs so many values make. */
function choosePairs(count: number): number {
  return (count * (count - 1)) / 2
}

/**
 * The distance of that rank (from 1) within the groups, by bisection down to neighbouring numbers: thousands of
 * launches have millions of distances, which a sorted group lets be counted without being listed.
 */
function distanceOfRank(groups: readonly (readonly number[])[], rank: number): number {
  const sorted = groups.map((group) => Float64Array.from(group).sort())
  if (countWithin(sorted, 0) >= rank) return 0
  let tooSmall = 0
  let enough = sorted.reduce((most, group) => Math.max(most, at(group, group.length - 1) - at(group, 0)), 0)
  for (;;) {
    const middle = tooSmall + (enough - tooSmall) / 2
    if (middle <= tooSmall || middle >= enough) return enough
    if (countWithin(sorted, middle) >= rank) enough = middle
    else tooSmall = middle
  }
}

/** How many distances within the sorted groups are at most so large. */
function countWithin(sorted: readonly Float64Array[], reach: number): number {
  let count = 0
  for (const group of sorted) {
    let nearest = 0
    for (let i = 1; i < group.length; i++) {
      while (at(group, i) - at(group, nearest) > reach) nearest++
      count += i - nearest
    }
  }
  return count
}
