import { changeOf } from '../statistics/paired.js'
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

/** What is said of one pair that is left of several. */
export function oneLeft({ complete }: Pick<MeasuredStage, 'complete'>): string {
  return `one valid pair is left of ${complete}: no significance test, and nothing is marked`
}

/** Whether a stage is a single run. One pair that is left of several is none: the others were disturbed, so it may be too. */
export function isSingleRun({ judged, complete }: Pick<MeasuredStage, 'judged' | 'complete'>): boolean {
  return judged.length === 1 && complete === 1
}
