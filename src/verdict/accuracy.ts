import { studentCdf } from './statistics/distributions.js'
import { mean, variance } from './statistics/location.js'
import { detectableShift } from './statistics/power.js'
import { accuracy } from './tuning.js'

/**
 * One question of an accuracy benchmark: the share of correct answers over the repeats, 0 to 1; null where
 * none was given.
 */
export interface Question {
  readonly main: number | null
  readonly pr: number | null
}

/** A loss beyond chance, none that was found, or too little to judge. */
export type AccuracyVerdict = 'regression' | 'no-loss-found' | 'missing'

/** What is said of a model's accuracy. Shares from 0 to 1; changes in the same unit, + is better. */
export interface AccuracyJudgement {
  readonly verdict: AccuracyVerdict
  readonly main: number | null
  readonly pr: number | null
  readonly change: number | null
  /** One-sided p that the PR is no worse. */
  readonly p: number | null
  /** Smallest loss that would have been found with 90 % power. */
  readonly detectableLoss: number | null
  /** Whether the test by question finds a loss, wherever the threshold lies. */
  readonly isBeyondChance: boolean
  /** Questions that both arms answered. */
  readonly questions: number
}

const { level, fewestQuestions } = accuracy

const tooFew = {
  verdict: 'missing',
  isBeyondChance: false,
  ...{ main: null, pr: null, change: null, p: null, detectableLoss: null },
} as const

/**
 * Judges accuracy paired by question: a one-sided paired t test on the per-question differences, at .005
 * for each model. At temperature 0 repeats are nearly copies, so a question counts once, by the mean over
 * its repeats. Falling below the recipe's threshold (a share, null for none) is a regression only where
 * main is not below it too.
 */
export function judgeAccuracy(questions: readonly Question[], threshold: number | null): AccuracyJudgement {
  const both = questions.flatMap(({ main, pr }) => (main === null || pr === null ? [] : [{ main, pr }]))
  if (both.length < fewestQuestions) return { ...tooFew, questions: both.length }
  const main = mean(both.map((question) => question.main))
  const pr = mean(both.map((question) => question.pr))
  const differences = both.map((question) => question.pr - question.main)
  const change = mean(differences)
  const standardError = Math.sqrt(variance(differences) / both.length)
  const df = both.length - 1
  const p = standardError === 0 ? (change < 0 ? 0 : 1) : studentCdf(change / standardError, df)
  // A loss flips answers itself: where none flipped, the standard error of 0 does not mean that any loss
  // would be seen.
  const shift = detectableShift(df, level)
  const detectableLoss = Math.min(1, Math.max(shift * standardError, shift ** 2 / both.length))
  const isBeyondChance = p <= level
  const crosses = threshold !== null && pr < threshold && main >= threshold
  const verdict = isBeyondChance || crosses ? 'regression' : 'no-loss-found'
  return { verdict, main, pr, change, p, detectableLoss, isBeyondChance, questions: both.length }
}
