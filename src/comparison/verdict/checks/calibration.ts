import { finding, type Finding } from '../findings.js'
import { findCalibration, type CalibrationPrior } from '../calibration.js'
import type { StageJudgement } from '../judgement.js'
import type { MeasuredStage } from '../measure.js'

/** Calibrations that no longer fit: the host is louder than it was when it was calibrated. */
export function checkCalibration({ tables, metrics }: MeasuredStage): Finding[] {
  const { model, benchmarkType } = tables
  return metrics.flatMap(({ table, gating, reduced }) => {
    if (!gating || reduced?.calibrated?.stale !== true) return []
    const { p } = reduced.calibrated
    const sentence = `${model} ${benchmarkType}, ${table.metric}: the calibration is stale and not used: pairs vary more than it says (F test, p = ${p.toPrecision(2)}); calibrate again`
    return [finding('stale-calibration', sentence, { model, benchmarkType, metric: table.metric })]
  })
}

/** What a calibration that somebody named did for the verdicts: the metrics it has something to say of, or that it has none. */
export function calibrationFinding(
  stages: readonly Pick<StageJudgement, 'model' | 'benchmarkType' | 'metrics'>[],
  calibration: readonly CalibrationPrior[],
  name: string,
): Finding {
  const matched = stages.flatMap((stage) => {
    const metrics = stage.metrics.filter(
      ({ gating, metric }) => gating && findCalibration(calibration, stage, metric) !== undefined,
    )
    const stageName = [stage.model, stage.benchmarkType].filter((part) => part !== '').join(' ')
    return metrics.length === 0
      ? []
      : [`${stageName} ${metrics.map(({ metric }) => metric).join(', ')}`.trim()]
  })
  return finding(
    'calibration',
    matched.length === 0
      ? `the calibration ${name} is not used: it knows no model, benchmark type and metric of these samples`
      : `judged with the calibration ${name}: ${matched.join('; ')}`,
  )
}
