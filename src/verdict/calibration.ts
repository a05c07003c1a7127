import type { PlannedPrior } from '../comparison/planned-prior.js'
import { fUpperTail } from './statistics/distributions.js'
import type { Variance } from './statistics/paired.js'
import type { StageTables } from './tables.js'
import { calibration as tuned } from './tuning.js'

/** The noise of one stage's metric from measuring main against main: the variance of one pair's log ratio. */
export type CalibrationPrior = Readonly<Omit<PlannedPrior, 'host' | 'days'>>

/** Launches of both arms of a stage that a calibration measured, and how many of them were disturbed. */
export type DisturbedHistory = Readonly<NonNullable<PlannedPrior['history']>>

/** A calibration beside the noise that was met. */
export interface CalibrationUse {
  /** What it is worth as a prior; undefined where it is stale. */
  readonly prior: Variance | undefined
  /** One-sided p that noise like the calibrated one would give so much variance, unadjusted. */
  readonly p: number
  readonly stale: boolean
}

const { mostDf, staleBelow } = tuned

/** The calibration of a stage's metric; undefined where there is none. */
export function findCalibration(
  calibration: readonly CalibrationPrior[],
  stage: Pick<StageTables, 'model' | 'benchmarkType'>,
  metric: string,
): CalibrationPrior | undefined {
  return calibration.find(
    (prior) =>
      prior.model === stage.model && prior.benchmarkType === stage.benchmarkType && prior.metric === metric,
  )
}

/** How often a stage's launches were disturbed when it was calibrated; none where that is not known. */
export function historyOf(
  calibration: readonly CalibrationPrior[],
  stage: Pick<StageTables, 'model' | 'benchmarkType'>,
): DisturbedHistory {
  // Each of the stage's metrics brings the same launches along: they count once.
  return calibration
    .filter((prior) => prior.model === stage.model && prior.benchmarkType === stage.benchmarkType)
    .flatMap(({ history }) => history ?? [])
    .reduce((most, history) => (history.launches > most.launches ? history : most), {
      launches: 0,
      disturbed: 0,
    })
}

/** Degrees of freedom that a calibration is worth: three at most, all of them where several days agree. */
export function worthOf({ df, agreesOverDays }: CalibrationPrior): number {
  return agreesOverDays ? df : Math.min(df, mostDf)
}

/**
 * How a calibration is used: as a prior worth three degrees of freedom at most (noise changes from day to
 * day) that never makes a variance smaller than observed, and not at all where the observed variance
 * exceeds it beyond chance (F test): a host that has become louder is judged by what it shows today. A host
 * that has become quieter only makes the verdict more careful. The test is one of `tests` in its
 * comparison: all of them together take a sound calibration for stale in 5 % (Bonferroni).
 */
export function useCalibration(
  observed: Variance,
  calibration: CalibrationPrior,
  tests: number,
): CalibrationUse {
  const { variance, df } = calibration
  if (variance <= 0 || df <= 0) return { prior: undefined, p: 0, stale: true }
  const p = fUpperTail(observed.variance / variance, observed.df, df)
  if (p * tests < staleBelow) return { prior: undefined, p, stale: true }
  return { prior: neverLower({ variance, df: worthOf(calibration) }, observed), p, stale: false }
}

/**
 * A prior that makes no variance smaller than observed: chance may have made the calibrated day the quieter
 * one.
 */
export function neverLower(prior: Variance, observed: Variance): Variance {
  return { variance: Math.max(prior.variance, observed.variance), df: prior.df }
}
