import fCdf from '@stdlib/stats-base-dists-f-cdf'
import normal from '@stdlib/stats-base-dists-normal-cdf'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

/** P(T <= t) for Student's t with `df` degrees of freedom (any real number above 0). */
export function studentCdf(t: number, df: number): number {
  return tCdf(t, df)
}

/**
 * The t that is exceeded with probability `tail` (0 < tail < 1) by Student's t with `df` degrees of freedom.
 * Infinite for a tail of 0: what never may be exceeded never is.
 */
export function studentCritical(tail: number, df: number): number {
  if (tail <= 0) return Infinity
  if (tail >= 1) return -Infinity
  return -tQuantile(tail, df)
}

/** Two-sided p of a t statistic: P(|T| >= |t|). */
export function twoSidedP(t: number, df: number): number {
  return 2 * tCdf(-Math.abs(t), df)
}

/** P(Z <= z) for the standard normal distribution. */
export function normalCdf(z: number): number {
  return normal(z, 0, 1)
}

/** P(F >= f) for the F distribution with `df1` and `df2` degrees of freedom. */
export function fUpperTail(f: number, df1: number, df2: number): number {
  if (!Number.isFinite(f)) return 0
  // The small tail is computed directly: 1 - cdf would lose it to rounding. P(F(a,b) >= f) = P(F(b,a) <=
  // 1/f).
  return f <= 0 ? 1 : fCdf(1 / f, df2, df1)
}

/**
 * P(T >= t) for the noncentral t with `df` degrees of freedom and noncentrality `delta`: the power of a t
 * test. Integrates P(Z >= t s - delta) over the density of s = sqrt(chi2 / df) with Simpson's rule. Source:
 * Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 2, chapter 31.
 */
export function noncentralUpperTail(t: number, df: number, delta: number): number {
  if (t === Infinity) return 0
  const spread = 1 / Math.sqrt(2 * df)
  const top = 1 + 10 * spread + 4 / df
  const bottom = Math.max(0, 1 - 10 * spread)
  const steps = 200
  const width = (top - bottom) / steps
  let weight = 0
  let power = 0
  for (let step = 1; step <= steps; step++) {
    const s = bottom + step * width
    const logDensity = (df - 1) * Math.log(s) - (df * (s * s - 1)) / 2
    const simpson = step === steps ? 1 : step % 2 === 1 ? 4 : 2
    const density = simpson * Math.exp(logDensity)
    weight += density
    power += density * normalCdf(delta - t * s)
  }
  return power / weight
}
