import { at } from './at.js'

/** The indices of the values, smallest value first. */
function ascending(values: readonly number[]): number[] {
  return values.map((_, index) => index).sort((a, b) => at(values, a) - at(values, b))
}

/**
 * p of the hypothesis that none of several differ: min over k of n p_(k) / k.
 * Source: Simes 1986, An improved Bonferroni procedure for multiple tests of significance.
 */
export function simes(pValues: readonly number[]): number {
  const sorted = [...pValues].sort((a, b) => a - b)
  return Math.min(1, ...sorted.map((p, rank) => (p * sorted.length) / (rank + 1)))
}

/**
 * Which hypotheses Hochberg's step-up procedure rejects at level alpha: the largest k with
 * p_(k) <= alpha / (n - k + 1), and all smaller p.
 * Source: Hochberg 1988, A sharper Bonferroni procedure for multiple tests of significance.
 */
export function hochberg(pValues: readonly number[], alpha: number): boolean[] {
  return stepUp(pValues, (rank, count) => alpha / (count - rank + 1))
}

/**
 * Those that Benjamini and Hochberg's procedure rejects: the largest k with p_(k) <= k alpha / n, and all
 * smaller p. It rejects any exactly where Simes' p is at most alpha, and of those that it rejects a share of
 * alpha at most is expected to be wrong. Source: Benjamini and Hochberg 1995, Controlling the false discovery
 * rate.
 */
export function benjaminiHochberg(pValues: readonly number[], alpha: number): boolean[] {
  return stepUp(pValues, (rank, count) => (rank * alpha) / count)
}

/** Rejects up to the last p, smallest first, that its rank's level admits. */
function stepUp(pValues: readonly number[], levelOf: (rank: number, count: number) => number): boolean[] {
  const order = ascending(pValues)
  const last = order.findLastIndex((index, place) => at(pValues, index) <= levelOf(place + 1, order.length))
  const rejected = new Set(order.slice(0, last + 1))
  return pValues.map((_, index) => rejected.has(index))
}
