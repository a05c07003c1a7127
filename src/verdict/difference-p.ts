import type { Estimate } from './statistics/paired.js'
import { signFlipP } from './statistics/sign-flips.js'
import { pOf } from './no-change.js'
import type { Unsteady } from './unsteady.js'

/**
 * Two-sided p that nothing changed, unadjusted: by the t distribution; where launches are in states of
 * their own, which it knows nothing of, by swapping the arms within pairs as well.
 */
export function differenceP(
  { estimate, ratios }: { readonly estimate: Estimate; readonly ratios: readonly number[] },
  unsteady: Unsteady | undefined,
): number {
  return unsteady === undefined ? pOf(estimate) : Math.max(pOf(estimate), signFlipP(ratios))
}
