import type { Finding } from '../findings.js'
import type { StageVerdicts } from '../judge-stages.js'
import type { StageJudgement } from '../judgement.js'
import type { MeasuredStage } from '../measure.js'
import { checkAttempts } from './attempts.js'
import { checkBimodal } from './bimodal.js'
import { checkCalibration } from './calibration.js'
import { checkIdentical } from './identical.js'
import { checkMissing } from './missing.js'
import { checkNotDeciding } from './not-deciding.js'
import { checkOneOrder } from './one-order.js'
import { checkOppositeCells } from './opposite-cells.js'
import { checkSaturated } from './saturated.js'
import { checkUnits } from './units.js'
import { checkSingleLaunch } from './single-launch.js'

/** Everything about a stage's data that a reader of its verdict should know. */
export function checkStage(
  stage: MeasuredStage,
  verdicts: StageVerdicts,
  judgement: StageJudgement,
): Finding[] {
  const { model, benchmarkType } = stage.tables
  const found = [
    ...checkNotDeciding(stage),
    ...checkMissing(judgement),
    ...checkSaturated(stage, judgement),
    ...checkUnits(stage),
    ...checkAttempts(stage, verdicts),
    ...checkCalibration(stage),
    ...checkOppositeCells(judgement),
    ...checkSingleLaunch(stage, verdicts),
    ...checkBimodal(stage),
    ...checkIdentical(stage),
    ...checkOneOrder(stage),
  ]
  return found.map((each) => ({ ...each, model, benchmarkType }))
}
