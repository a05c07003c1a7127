/** ln n!, by summing: the counts here are launches, not populations. */
function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}

/** ln of the binomial coefficient C(n, k). */
function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/**
 * Fisher's exact test, one-sided: the probability that, of all (hits + otherHits), at least `hits` fall among the
 * first `total` by chance. Counts are whole numbers with hits <= total. Source: Fisher 1935; hypergeometric tail.
 */
export function fisherGreater(hits: number, total: number, otherHits: number, otherTotal: number): number {
  const allHits = hits + otherHits
  const all = total + otherTotal
  const whole = logChoose(all, total)
  let p = 0
  for (let k = hits; k <= Math.min(allHits, total); k++) {
    if (total - k > all - allHits) continue
    p += Math.exp(logChoose(allHits, k) + logChoose(all - allHits, total - k) - whole)
  }
  return Math.min(1, p)
}
