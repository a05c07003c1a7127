import { at } from './at.js'

/**
 * ln n! for every n asked for so far, and all below: reports of ten thousand cells ask for the same ones
 * many times.
 */
const logFactorials = [0, 0]

/** ln n!, by summing: the counts here are launches, not populations. */
function logFactorial(n: number): number {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push(at(logFactorials, k - 1) + Math.log(k))
  return at(logFactorials, n)
}

/** ln of the binomial coefficient C(n, k). */
function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/**
 * Fisher's exact test, one-sided: the probability that, of all (hits + otherHits), at least `hits` fall
 * among the first `total` by chance. Counts are whole numbers with hits <= total. Source: Fisher 1935;
 * hypergeometric tail.
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
