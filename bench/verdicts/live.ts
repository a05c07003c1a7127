import { looksAt, defaultLooks } from '../../src/verdict/statistics/spending.js'
import { attemptsWanted } from '../../src/verdict/wanted.js'
import { combineDays, noiseOf } from '../../src/verdict/calibrate.js'
import { judgeStages, type StageVerdicts } from '../../src/verdict/judge-stages.js'
import { measureStage, type MeasuredStage } from '../../src/verdict/measure.js'
import { findCalibration, type CalibrationPrior } from '../../src/verdict/calibration.js'
import { rulesOf } from '../../src/verdict/options.js'
import type { StageTables } from '../../src/verdict/tables.js'
import { drawComparison, stageTables } from './draw.js'
import type { Noise } from './noise.js'
import { simulatedPlan } from './plan.js'
import { scenarios } from './scenario.js'

/** A comparison after its last look. */
export interface LiveOutcome {
  readonly stages: readonly MeasuredStage[]
  readonly verdicts: readonly StageVerdicts[]
  /** Launches by stage, those measured again too. */
  readonly launches: readonly number[]
}

const looks = looksAt(defaultLooks)

/**
 * Runs a comparison of so many stages as prbench does: all to the first look, then those that are not settled
 * to the next. `tablesOf` gives a stage's first attempts.
 */
export function runLive(
  count: number,
  tablesOf: (stage: number, attempts: number) => StageTables,
  calibration: readonly CalibrationPrior[],
): LiveOutcome {
  const rules = rulesOf({ calibration })
  const attempts = Array.from({ length: count }, () => looks[0]?.pairs ?? 0)
  const stages = attempts.map((taken, stage) => measureStage(tablesOf(stage, taken), looks, rules))
  for (;;) {
    const verdicts = judgeStages(stages, looks)
    const wanted = stages.map(({ tables, judged }, stage) =>
      attemptsWanted(tables.attempts.length, judged.length, verdicts[stage]?.settled === true, looks),
    )
    const unsettled = wanted.flatMap((wants, stage) => (wants === attempts[stage] ? [] : [{ wants, stage }]))
    for (const { wants, stage } of unsettled) {
      attempts[stage] = wants
      stages[stage] = measureStage(tablesOf(stage, wants), looks, rules)
    }
    if (unsettled.length === 0) return { stages, verdicts, launches: attempts.map((taken) => 2 * taken) }
  }
}

const calibrationPairs = 8
const daysKept = 5

/** A calibration of the host: eight pairs of main against main on that noise. */
export function calibrate(noise: Noise, seed: number): CalibrationPrior[] {
  const draw = drawComparison(noise, scenarios.nothing, seed + 1_000_000_007)
  const rules = rulesOf({})
  return simulatedPlan.flatMap((_, stage) => {
    return noiseOf(measureStage(stageTables(draw, stage, calibrationPairs), looks, rules))
  })
}

/** As many days of calibration as prbench keeps, combined as it does. */
export function calibrateOverDays(noise: Noise, seed: number): CalibrationPrior[] {
  const days = Array.from({ length: daysKept }, (_, day) => calibrate(noise, seed + day * 100_000_007))
  return simulatedPlan.flatMap((stage) =>
    stage.metrics.flatMap(({ metric }) => {
      const ofMetric = days.flatMap((priors) => findCalibration(priors, stage, metric) ?? [])
      return combineDays(ofMetric) ?? []
    }),
  )
}
