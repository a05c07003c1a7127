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
  const order = ascending(pValues)
  const rejected = pValues.map(() => false)
  for (let rank = order.length - 1; rank >= 0; rank--) {
    if (at(pValues, at(order, rank)) > alpha / (order.length - rank)) continue
    for (const index of order.slice(0, rank + 1)) rejected[index] = true
    break
  }
  return rejected
}

/**
 * Which hypotheses Holm's step-down procedure rejects, each with a level of its own: smallest p / level
 * first, while p <= level / (hypotheses not yet rejected). Equal levels give Holm's procedure. A level of 0
 * rejects nothing. Source: Holm 1979, A simple sequentially rejective multiple test procedure.
 */
export function holm(pValues: readonly number[], levels: readonly number[]): boolean[] {
  const ratio = pValues.map((p, index) => {
    const level = at(levels, index)
    return level > 0 ? p / level : Infinity
  })
  const rejected = pValues.map(() => false)
  let remaining = pValues.length
  for (const index of ascending(ratio)) {
    if (at(ratio, index) * remaining > 1) break
    rejected[index] = true
    remaining--
  }
  return rejected
}
