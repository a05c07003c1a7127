import { finding, type Finding } from '../findings.js'
import { findCalibration, type CalibrationPrior } from '../calibration.js'
import type { Judgement, StageJudgement } from '../judgement.js'
import type { MeasuredStage } from '../measure.js'

/** Calibrations that no longer fit: the host is louder than it was when it was calibrated. */
export function checkCalibration({ metrics }: MeasuredStage): Finding[] {
  return metrics.flatMap(({ table, gating, reduced }) => {
    if (!gating || reduced?.calibrated?.stale !== true) return []
    const { p } = reduced.calibrated
    return [finding({ kind: 'stale-calibration', p }, { metric: table.metric })]
  })
}

/** A calibration that somebody named, by its name. */
export interface NamedCalibration {
  readonly name: string
  readonly priors: readonly CalibrationPrior[]
  /** The hosts, where it is of others than those that were measured: then it is not used at all. */
  readonly foreign: { readonly calibrated: string[]; readonly measured: string[] } | null
}

/**
 * What a named calibration did for the verdicts: the metrics that it was used for, those that it was not,
 * and why.
 */
export function calibrationFinding(
  { stages, findings }: Pick<Judgement, 'stages' | 'findings'>,
  { name, priors, foreign }: NamedCalibration,
): Finding {
  const known = stages.flatMap((stage) =>
    stage.metrics
      .filter(({ gating, metric }) => gating && findCalibration(priors, stage, metric) !== undefined)
      .map(({ metric, noise }) => ({
        place: { model: stage.model, benchmarkType: stage.benchmarkType, metric },
        isStale: findings.some((each) => each.kind === 'stale-calibration' && isAbout(each, stage, metric)),
        isMeasured: noise.pair !== null,
      })),
  )
  const places = (chosen: typeof known) => chosen.map(({ place }) => place)
  return finding({
    kind: 'calibration',
    name,
    foreign,
    used: places(known.filter(({ isStale, isMeasured }) => isMeasured && !isStale)),
    stale: places(known.filter(({ isStale }) => isStale)),
    unmeasured: places(known.filter(({ isMeasured }) => !isMeasured)),
  })
}

function isAbout(found: Finding, stage: Pick<StageJudgement, 'model' | 'benchmarkType'>, metric: string) {
  return found.model === stage.model && found.benchmarkType === stage.benchmarkType && found.metric === metric
}
