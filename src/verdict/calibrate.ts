import type { Sample } from '../comparison/samples.js'
import { fUpperTail } from './statistics/distributions.js'
import { looksAt } from './statistics/spending.js'
import { arrange } from './arrange.js'
import type { CalibrationPrior } from './calibration.js'
import { measureStage, type MeasuredStage } from './measure.js'
import { rulesOf, type JudgeOptions } from './options.js'
import { splitSaturated } from './saturated.js'
import { calibration as tuned } from './tuning.js'

/**
 * The noise of every stage's deciding metrics from measuring main against main: the variance of a pair's
 * log ratio over the valid pairs. Stages with fewer than two valid pairs give none.
 * @throws OptionError, for options that cannot be judged by
 */
export function calibrationOf(samples: readonly Sample[], options: JudgeOptions = {}): CalibrationPrior[] {
  const rules = rulesOf({ ...options, calibration: [] })
  const looks = looksAt(rules.looks)
  return arrange(samples).stages.flatMap((tables) =>
    noiseOf(measureStage(splitSaturated(tables), looks, rules)),
  )
}

/** The noise of a stage of main against main: of each deciding metric that two valid pairs have. */
export function noiseOf(stage: MeasuredStage): CalibrationPrior[] {
  const { tables, metrics, complete, disturbed, unsteady } = stage
  const { model, benchmarkType } = tables
  // In two states nobody can say which launches are the disturbed ones.
  const launches = unsteady === 'states' ? 0 : 2 * complete
  const history = { launches, disturbed: disturbed.main + disturbed.pr }
  return metrics.flatMap(({ table: { metric }, gating, reduced }) =>
    gating && reduced !== undefined
      ? [{ model, benchmarkType, metric, ...reduced.observed, agreesOverDays: false, history }]
      : [],
  )
}

const { fewestDays, disagreement } = tuned

/**
 * One calibration from those of several days, of the same stage and metric: the pooled variance. Days agree
 * where there are three or more and the loudest does not exceed the quietest beyond chance (F test,
 * Bonferroni over the pairs of days); only then a calibration is worth more than three degrees of freedom.
 * Where they disagree, the loudest day is taken: it makes verdicts careful, not wrong. Launches and the
 * disturbed ones among them are added up. Undefined for no days.
 */
export function combineDays(days: readonly CalibrationPrior[]): CalibrationPrior | undefined {
  const combined = combinedNoise(days)
  const histories = days.flatMap(({ history }) => history ?? [])
  if (combined === undefined || histories.length === 0) return combined
  return {
    ...combined,
    history: {
      launches: histories.reduce((sum, { launches }) => sum + launches, 0),
      disturbed: histories.reduce((sum, { disturbed }) => sum + disturbed, 0),
    },
  }
}

function combinedNoise(days: readonly CalibrationPrior[]): CalibrationPrior | undefined {
  const [quietest] = [...days].sort((a, b) => a.variance - b.variance)
  const loudest = [...days].sort((a, b) => b.variance - a.variance)[0]
  if (quietest === undefined || loudest === undefined) return undefined
  const comparisons = (days.length * (days.length - 1)) / 2
  const p = days.length < 2 ? 1 : fUpperTail(loudest.variance / quietest.variance, loudest.df, quietest.df)
  if (p * comparisons < disagreement) return { ...loudest, agreesOverDays: false }
  const df = days.reduce((sum, day) => sum + day.df, 0)
  const variance = days.reduce((sum, day) => sum + day.df * day.variance, 0) / df
  return { ...quietest, variance, df, agreesOverDays: days.length >= fewestDays }
}
