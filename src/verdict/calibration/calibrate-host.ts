import type { BuiltImage } from '../../comparison/image.js'
import type { Plan } from '../../comparison/plan.js'
import type { Sample } from '../../comparison/samples.js'
import { calibrationOf } from '../calibrate.js'
import type { Judgement } from '../judgement.js'
import type { CalibratedStage, Calibration } from './calibration.js'
import { falseAlarms } from './false-alarms.js'

/** What a calibration's comparison left behind. */
export interface CalibrationRun {
  readonly plan: Plan
  readonly image: Pick<BuiltImage, 'tag' | 'id'>
  readonly samples: readonly Sample[]
  readonly judgement: Judgement
}

/**
 * The noise of each stage and deciding metric, from a comparison of a commit with itself. Undefined where
 * no stage has the two valid pairs that a variance needs.
 */
export function calibrateHost({ plan, image, samples, judgement }: CalibrationRun): Calibration | undefined {
  const { threshold, mode } = plan.request
  const stages = calibratedStages(samples, judgement)
  if (stages.length === 0) return undefined
  return {
    run: plan.run,
    date: plan.createdAt,
    commit: plan.source.base.sha,
    image: { tag: image.tag, id: image.id },
    mode,
    threshold,
    stages,
    falseAlarms: falseAlarms(samples, threshold),
  }
}

function calibratedStages(samples: readonly Sample[], judgement: Judgement): CalibratedStage[] {
  const found = calibrationOf(samples)
  return judgement.stages.flatMap(({ model, benchmarkType, pairs, launches, disturbed, metrics }) => {
    const calibrated = found
      .filter((noise) => noise.model === model && noise.benchmarkType === benchmarkType)
      .map(({ metric, variance, df }) => {
        const level = metrics.find((judged) => judged.gating && judged.metric === metric)?.noise
        return { metric, variance, df, launch: level?.launch ?? null, within: level?.within ?? null }
      })
    return calibrated.length === 0
      ? []
      : [{ model, benchmarkType, pairs, launches, disturbed, metrics: calibrated }]
  })
}
