import { smallestVariance } from '../tuning.js'
import { mean, sumOfSquares } from './location.js'

/** An estimated mean on the log scale, with its uncertainty. */
export interface Estimate {
  readonly mean: number
  readonly standardError: number
  /** Degrees of freedom of the variance behind the standard error. */
  readonly df: number
}

/** A variance and what it is worth. */
export interface Variance {
  readonly variance: number
  readonly df: number
}

/** A change beyond this is none that anybody measured; it keeps reports free of infinity. */
const largestChange = 1e100

/** A mean signed log ratio as a change: exp(r) - 1, so 0.05 is 5 % faster. */
export function changeOf(logRatio: number): number {
  return Math.min(Math.expm1(logRatio), largestChange)
}

/**
 * Variance of one pair's log ratio from n ratios and b boundary differences: (sum (r - mean r)^2 + sum d^2)
 * / (n - 1 + b). A boundary difference is taken between neighbouring launches of the same arm (AB|BA): its
 * mean is zero, its variance that of a ratio, and it is uncorrelated with the mean ratio. With all n - 1
 * boundaries the degrees of freedom by Satterthwaite are exactly 4 (n - 1) / 3 for independent launches: n
 * - 1 + b / 3. What whole pairs share drops out of both parts; a linear drift of d a launch does not: it
 * adds about d^2, which errs on the careful side.
 */
export function pairVariance(ratios: readonly number[], boundaries: readonly number[]): Variance {
  let sum = sumOfSquares(ratios)
  for (const difference of boundaries) sum += difference * difference
  const terms = ratios.length - 1 + boundaries.length
  if (terms === 0) throw new RangeError('the variance of a single pair')
  return { variance: sum / terms, df: ratios.length - 1 + boundaries.length / 3 }
}

/** Mean of the ratios with the standard error sqrt(variance / n). */
export function estimateMean(ratios: readonly number[], spread: Variance): Estimate {
  const variance = Math.max(spread.variance, smallestVariance)
  return { mean: mean(ratios), standardError: Math.sqrt(variance / ratios.length), df: spread.df }
}
