import { changeOf } from './statistics/paired.js'
import type { MeasuredStage } from './measure.js'
import type { Verdict } from './words.js'

/**
 * The rule of a single run, as the historical tool had it: a change beyond the margin is marked, anything smaller is left
 * open, for a single run proves nothing. Takes the signed log ratio.
 */
export function singleRunVerdict(logRatio: number, margin: number): Verdict {
  const change = changeOf(logRatio)
  if (change > margin) return 'improvement'
  return change < -margin ? 'regression' : 'unresolved'
}

/** What is said of a stage that is judged by the rule of a single run. */
export const singleRunWords = 'single run: no significance test'

/** What is said of one pair that is no single run: it is left of several, or the first of several that were planned. */
export function oneLeft({ complete }: Pick<MeasuredStage, 'complete'>): string {
  if (complete === 1)
    return 'one pair of a stage planned for several was measured: it proves nothing, and nothing is marked'
  return `one valid pair is left of ${complete}: no significance test, and nothing is marked`
}

/**
 * Whether a stage is a single run. One pair that is left of several is none: the others were disturbed, so it may be too. Nor
 * is the first pair of a stage that was planned for more: one pair was never meant to decide there.
 */
export function isSingleRun({
  judged,
  complete,
  plannedForMore,
}: Pick<MeasuredStage, 'judged' | 'complete' | 'plannedForMore'>): boolean {
  return judged.length === 1 && complete === 1 && !plannedForMore
}
