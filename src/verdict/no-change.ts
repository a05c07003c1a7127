import { twoSidedP } from './statistics/distributions.js'
import { equivalenceP, margin as limitsOf } from './statistics/equivalence.js'
import type { Estimate } from './statistics/paired.js'
import type { ReachedLook } from './statistics/spending.js'
import { noChange } from './tuning.js'

/** The two-sided p of an estimate whose true mean is zero. */
export function pOf(estimate: Estimate): number {
  return twoSidedP(estimate.mean / estimate.standardError, estimate.df)
}

/** The p that speaks for a difference: of a metric's mean, or of its cells, one of two witnesses. */
export function hintOf({
  p = 1,
  cellsP,
}: {
  readonly p: number | undefined
  readonly cellsP: number
}): number {
  return Math.min(p, 2 * cellsP)
}

/**
 * Whether an estimate proves "no change": it lies within the margin (a fraction) at the look's share. `hint`
 * is the smallest p that speaks for a difference. Before the last look a strong one forbids it, at a look that
 * names no difference yet a less strong one; beside a weak one only a change that is proven to lie within half
 * of the margin is none: a small true change is given the chance to show, a negligible one is not.
 */
export function isNoChange(estimate: Estimate, margin: number, look: ReachedLook, hint: number): boolean {
  // A p that is no number proves nothing.
  if (!(equivalenceP(estimate, limitsOf(margin)) <= look.equivalence)) return false
  if (look.last || hint > noChange.noHint) return true
  if (hint <= (look.difference === 0 ? noChange.strongHintAtFirst : noChange.strongHint)) return false
  return equivalenceP(estimate, limitsOf(margin / 2)) <= look.equivalence
}
