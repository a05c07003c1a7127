import type { ComparisonRequest } from './request.js'
import { defaultLooks } from './statistics/spending.js'

/** What bounds the number of pairs. */
export type PairLimits = Partial<Pick<ComparisonRequest, 'historical' | 'pairs' | 'maxPairs'>>

/** A number of pairs that is asked for is the only look; else the usual ones, up to the most pairs allowed. */
export function looksOf({ historical, pairs, maxPairs }: PairLimits): number[] {
  if (historical === true) return [1]
  if (pairs !== undefined) return [pairs]
  const usual = defaultLooks.at(-1) ?? 1
  const last = maxPairs ?? usual
  // The usual last look spends all that is left of the error budgets: a later one takes its place, and its share.
  return [...defaultLooks.filter((look) => look < Math.min(last, usual)), last]
}
