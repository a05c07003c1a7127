import hypergeometricCdf from '@stdlib/stats-base-dists-hypergeometric-cdf'

/**
 * Fisher's exact test, one-sided: the probability that, of all (hits + otherHits), at least `hits` fall
 * among the first `total` by chance. Counts are whole numbers with hits <= total. Source: Fisher 1935;
 * hypergeometric tail.
 */
export function fisherGreater(hits: number, total: number, otherHits: number, otherTotal: number): number {
  const all = total + otherTotal
  // By those that are no hit: at most so many of the first are. One less than the other tail would lose it to rounding.
  return hypergeometricCdf(total - hits, all, all - hits - otherHits, total)
}
