import type { ComparisonRequest } from '../comparison/request.js'
import { defaultLooks } from './statistics/spending.js'
import { looks as tuned } from './tuning.js'

/** What bounds the number of pairs. */
export type PairLimits = Partial<Pick<ComparisonRequest, 'historical' | 'pairs' | 'maxPairs'>>

const { laterStep } = tuned

/**
 * A number of pairs that is asked for is the only look; else the usual ones, up to the most pairs allowed
 * and there.
 */
export function looksOf({ historical, pairs, maxPairs }: PairLimits): number[] {
  if (historical === true) return [1]
  if (pairs !== undefined) return [pairs]
  const usual = defaultLooks.at(-1) ?? 1
  const last = maxPairs ?? usual
  const looks = defaultLooks.filter((look) => look < last)
  for (let look = usual + laterStep; look < last; look += laterStep) looks.push(look)
  return [...looks, last]
}
