import { changeOf } from './statistics/paired.js'
import { exceeds } from './margins.js'
import type { MeasuredStage } from './measure.js'
import type { Verdict } from './verdicts.js'

/**
 * The rule of a single run, as the historical tool had it: a change beyond the margin is marked, one at it
 * is not, and anything smaller is left open, for a single run proves nothing. Takes a fraction, + is
 * faster.
 */
export function singleRunVerdict(change: number, margin: number): Verdict {
  if (!exceeds(change, margin)) return 'unresolved'
  return change > 0 ? 'improvement' : 'regression'
}

/** The same of a signed log ratio. */
export function singleRatioVerdict(logRatio: number, margin: number): Verdict {
  return singleRunVerdict(changeOf(logRatio), margin)
}

/**
 * Whether a stage is a single run. One pair that is left of several is none: the others were disturbed, so
 * it may be too. Nor is the first pair of a stage that was planned for more: one pair was never meant to
 * decide there.
 */
export function isSingleRun({
  judged,
  complete,
  plannedForMore,
}: Pick<MeasuredStage, 'judged' | 'complete' | 'plannedForMore'>): boolean {
  return judged.length === 1 && complete === 1 && !plannedForMore
}
