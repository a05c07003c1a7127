import { finding, type Finding } from '../findings.js'
import { findCalibration, type CalibrationPrior } from '../calibration.js'
import type { Judgement, StageJudgement } from '../judgement.js'
import type { MeasuredStage } from '../measure.js'
import { metricName, stageName } from '../wording.js'

/** Calibrations that no longer fit: the host is louder than it was when it was calibrated. */
export function checkCalibration({ tables, metrics }: MeasuredStage): Finding[] {
  const { model, benchmarkType } = tables
  return metrics.flatMap(({ table, gating, reduced }) => {
    if (!gating || reduced?.calibrated?.stale !== true) return []
    const { p } = reduced.calibrated
    const sentence = `${stageName(model, benchmarkType)}, ${metricName(table.metric)}: the calibration is stale and not used: pairs vary more than it says (F test, p = ${p.toPrecision(2)}); calibrate again`
    return [finding('stale-calibration', sentence, { model, benchmarkType, metric: table.metric })]
  })
}

/** A calibration that somebody named, by its name. */
export interface NamedCalibration {
  readonly name: string
  readonly priors: readonly CalibrationPrior[]
  /** Why it is not used at all; '' where nothing speaks against it. */
  readonly refused: string
}

/** What a named calibration did for the verdicts: the metrics that it was used for, those that it was not, and why. */
export function calibrationFinding(
  { stages, findings }: Pick<Judgement, 'stages' | 'findings'>,
  { name, priors, refused }: NamedCalibration,
): Finding {
  const say = (text: string) => finding('calibration', text)
  if (refused !== '') return say(`the calibration ${name} is not used: ${refused}`)
  const known = stages.flatMap((stage) =>
    stage.metrics
      .filter(({ gating, metric }) => gating && findCalibration(priors, stage, metric) !== undefined)
      .map(({ metric, noise }) => ({
        label: `${stageName(stage.model, stage.benchmarkType)} ${metricName(metric)}`,
        isStale: findings.some((each) => each.kind === 'stale-calibration' && isAbout(each, stage, metric)),
        isMeasured: noise.pair !== null,
      })),
  )
  if (known.length === 0)
    return say(
      `the calibration ${name} is not used: it knows no model, benchmark type and metric of these samples`,
    )
  const labels = (chosen: typeof known) => chosen.map(({ label }) => label).join(', ')
  const used = known.filter(({ isStale, isMeasured }) => isMeasured && !isStale)
  const stale = known.filter(({ isStale }) => isStale)
  const single = known.filter(({ isMeasured }) => !isMeasured)
  return say(
    [
      used.length === 0
        ? `the calibration ${name} is not used`
        : `judged with the calibration ${name}: ${labels(used)}`,
      stale.length === 0 ? '' : `stale, and not used: ${labels(stale)}`,
      single.length === 0 ? '' : `not used where fewer than two pairs are valid: ${labels(single)}`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  )
}

function isAbout(found: Finding, stage: Pick<StageJudgement, 'model' | 'benchmarkType'>, metric: string) {
  return found.model === stage.model && found.benchmarkType === stage.benchmarkType && found.metric === metric
}
