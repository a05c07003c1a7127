import { reaches } from './margins.js'

/** What is said of a cell, a stage's metric, a stage or a comparison; the worst first. */
export const verdicts = [
  'regression',
  'unstable',
  'missing',
  'unresolved',
  'slightly-slower',
  'improvement',
  'slightly-faster',
  'no-change',
] as const

export type Verdict = (typeof verdicts)[number]

/** The worst of several verdicts: a regression before anything unknown, anything known before "no change". */
export function worst(found: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => found.includes(verdict)) ?? 'missing'
}

/** Whether a verdict says that the arms differ. */
export function isDifference(verdict: Verdict): boolean {
  return isMarked(verdict) || verdict === 'slightly-slower' || verdict === 'slightly-faster'
}

/** Whether a verdict is marked: a difference of the margin or more. */
export function isMarked(verdict: Verdict): boolean {
  return verdict === 'regression' || verdict === 'improvement'
}

/** The word for a difference of that change (a fraction, + is faster): marked from the margin on. */
export function wordFor(change: number, margin: number): Verdict {
  if (change < 0) return reaches(change, margin) ? 'regression' : 'slightly-slower'
  return reaches(change, margin) ? 'improvement' : 'slightly-faster'
}
