import { finding, type Finding } from '../findings.js'
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
