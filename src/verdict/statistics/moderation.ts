import digamma from '@stdlib/math-base-special-digamma'
import trigamma from '@stdlib/math-base-special-trigamma'
import { mean, median, variance } from './location.js'
import type { Variance } from './paired.js'

/**
 * A variance moderated by a prior: (d0 s0^2 + d s^2) / (d0 + d) with d0 + d degrees of freedom.
 * Source: Smyth 2004, Linear models and empirical Bayes methods, equation for s-tilde; limma's squeezeVar.
 */
export function moderate(observed: Variance, prior: Variance | undefined): Variance {
  if (prior === undefined || prior.df <= 0) return observed
  if (prior.df === Infinity) return prior
  const df = prior.df + observed.df
  return { variance: (prior.df * prior.variance + observed.df * observed.variance) / df, df }
}

/** Third derivative of ln gamma, by central difference: Newton's steps below need no more. */
function tetragamma(x: number): number {
  const step = x * 1e-4
  return (trigamma(x + step) - trigamma(x - step)) / (2 * step)
}

/** The x > 0 with trigamma(x) = y, by Newton's method on 1 / trigamma (Smyth 2004, appendix). */
export function inverseTrigamma(y: number): number {
  if (y > 1e7) return 1 / Math.sqrt(y)
  if (y < 1e-6) return 1 / y
  let x = 0.5 + 1 / y
  for (let round = 0; round < 60; round++) {
    const value = trigamma(x)
    const step = (value * (1 - value / y)) / tetragamma(x)
    x += step
    if (-step / x < 1e-10) break
  }
  return x
}

/**
 * The prior that several variances share, by the moments of ln s^2: its df is Infinity where they differ no
 * more than chance alone would make them, and small where each is its own. Two variances or more; zeros
 * count as the median / 1e5. Source: Smyth 2004, section 6.2; limma's fitFDist.
 */
export function fitPrior(variances: readonly Variance[]): Variance {
  const values = variances.map(({ variance }) => variance)
  const middle = median(values)
  const floor = (middle > 0 ? middle : 1) * 1e-5
  const logs = variances.map(
    ({ variance, df }) => Math.log(Math.max(variance, floor)) - digamma(df / 2) + Math.log(df / 2),
  )
  const excess = variance(logs) - mean(variances.map(({ df }) => trigamma(df / 2)))
  if (excess <= 0) return { variance: mean(values), df: Infinity }
  const prior = 2 * inverseTrigamma(excess)
  return { variance: Math.exp(mean(logs) + digamma(prior / 2) - Math.log(prior / 2)), df: prior }
}
