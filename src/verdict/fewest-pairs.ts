import { fewestPairsToDiffer as tuned } from './tuning.js'

/**
 * Valid pairs before which no difference is named in a stage while more may follow: disturbed launches
 * could not be told from it. More where one of its launches was off (`odd`), or one of another stage of the
 * comparison (`anyOdd`).
 */
export function fewestPairsToDiffer(odd: boolean, anyOdd: boolean): number {
  if (odd) return tuned.odd
  return anyOdd ? tuned.oddElsewhere : tuned.usually
}
