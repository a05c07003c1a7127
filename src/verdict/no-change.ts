import { twoSidedP } from './statistics/distributions.js'
import { equivalenceP, margin as limitsOf } from './statistics/equivalence.js'
import type { Estimate } from './statistics/paired.js'
import type { ReachedLook } from './statistics/spending.js'
import { noChange } from './tuning.js'

/** The two-sided p of an estimate whose true mean is zero. */
export function pOf(estimate: Estimate): number {
  return twoSidedP(estimate.mean / estimate.standardError, estimate.df)
}

/**
 * Whether an estimate proves "no change": it lies within the margin (a fraction) at the look's share.
 * Before the last look it must do so without a hint of a difference, or lie within half of the margin: a
 * small true change is given the chance to show, a negligible one is not.
 */
export function isNoChange(estimate: Estimate, margin: number, look: ReachedLook): boolean {
  // A p that is no number proves nothing.
  if (!(equivalenceP(estimate, limitsOf(margin)) <= look.equivalence)) return false
  if (look.last || pOf(estimate) > noChange.noHint) return true
  return equivalenceP(estimate, limitsOf(margin / 2)) <= look.equivalence
}
