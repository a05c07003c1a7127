import type { Metric } from '../comparison/metric.js'
import { detectableAtLooks, type DetectableAtLook } from './statistics/power.js'
import { looksAt } from './statistics/spending.js'
import { findCalibration, worthOf } from './calibration.js'
import { expectedPairs } from './expected-pairs.js'
import { usualNoise } from './measured-noise.js'
import { marginOf, rulesOf, type JudgeOptions } from './options.js'

/** A metric whose noise is foreseen. */
export type ForeseenMetric = Pick<Metric, 'leastMargin' | 'launchNoise'> & { readonly metric: string }

/** A stage that is planned, with its deciding metrics. */
export interface ForeseenStage {
  readonly model: string
  readonly benchmarkType: string
  readonly metrics: readonly ForeseenMetric[]
}

/** What a metric's looks will be able to see. */
export interface MetricForesight {
  readonly metric: string
  /** Standard deviation of one pair's change, as a fraction. */
  readonly pairSd: number
  /** True where the noise comes from the host's calibration, false where it is assumed. */
  readonly calibrated: boolean
  readonly looks: readonly DetectableAtLook[]
}

/** What can be said of a stage before it runs. */
export interface StageForesight {
  readonly model: string
  readonly benchmarkType: string
  /** Valid pairs until it is settled where nothing changed; disturbed ones come on top. */
  readonly expectedPairs: number
  readonly metrics: readonly MetricForesight[]
}

/**
 * Noise that is assumed of a pair where no calibration knows better: launches that vary as the metric was
 * measured to, or by 1 %.
 */
export function assumedPairSd({ launchNoise = usualNoise }: Pick<Metric, 'launchNoise'>): number {
  return Math.SQRT2 * launchNoise
}

/**
 * What a comparison will cost in pairs and what its looks will see, before anything runs, from the
 * calibration in the options or else from assumed noise.
 * @throws OptionError, for options that cannot be judged by
 */
export function foresee(stages: readonly ForeseenStage[], options: JudgeOptions = {}): StageForesight[] {
  const rules = rulesOf(options)
  const looks = looksAt(rules.looks)
  const hypotheses = stages.reduce((sum, { metrics }) => sum + metrics.length, 0)
  return stages.map((stage) => {
    const noises = stage.metrics.map((metric) => {
      const found = findCalibration(rules.calibration, stage, metric.metric)
      const pairSd = found === undefined ? assumedPairSd(metric) : Math.sqrt(found.variance)
      const priorDf = found === undefined ? 0 : worthOf(found)
      return {
        metric: metric.metric,
        pairSd,
        priorDf,
        margin: marginOf(rules, stage, metric),
        calibrated: found !== undefined,
      }
    })
    return {
      model: stage.model,
      benchmarkType: stage.benchmarkType,
      expectedPairs: expectedPairs(noises, looks),
      metrics: noises.map(({ metric, pairSd, priorDf, calibrated }) => ({
        metric,
        pairSd,
        calibrated,
        looks: detectableAtLooks(looks, { pairSd, priorDf }, hypotheses),
      })),
    }
  })
}
