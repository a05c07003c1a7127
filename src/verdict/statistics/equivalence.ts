import { studentCdf, studentCritical } from './distributions.js'
import { changeOf, type Estimate } from './paired.js'

/** A range of changes allowed for "no change", on the log scale: ln(1 - m) to ln(1 + m). */
export interface Margin {
  readonly low: number
  readonly high: number
}

/** The margin for a fraction m, 0 < m < 1. */
export function margin(fraction: number): Margin {
  return { low: Math.log1p(-fraction), high: Math.log1p(fraction) }
}

/** Two-sided confidence interval mean -+ t(alpha / 2) * standard error, on the log scale. */
export function interval(estimate: Estimate, alpha: number): Margin {
  const reach = studentCritical(alpha / 2, estimate.df) * estimate.standardError
  return { low: estimate.mean - reach, high: estimate.mean + reach }
}

/**
 * p of "the change lies outside the margin": the larger of two one-sided tests. No change is proven where
 * it is small. Source: Schuirmann 1987, A comparison of the two one-sided tests procedure and the power
 * approach.
 */
export function equivalenceP(estimate: Estimate, limits: Margin): number {
  const { mean, standardError, df } = estimate
  const above = studentCdf(-(mean - limits.low) / standardError, df)
  const below = studentCdf(-(limits.high - mean) / standardError, df)
  return Math.max(above, below)
}

/** The smallest change d, as a fraction, such that the two one-sided tests at alpha prove |change| < d. */
export function provenBound(estimate: Estimate, alpha: number): number {
  const reach = studentCritical(alpha, estimate.df) * estimate.standardError
  return Math.max(changeOf(estimate.mean + reach), -changeOf(estimate.mean - reach))
}
