import { fisherGreater } from './statistics/exact-test.js'
import { otherArm, type Arm } from '../comparison/arm.js'
import type { DisturbedHistory } from './calibration.js'
import type { MeasuredStage } from './measure.js'
import { instability } from './tuning.js'

/** Whether one arm of a stage is disturbed more often than launches usually are. */
export interface Instability {
  /** The arms differ enough to doubt "no change": the stage runs on. */
  readonly suspected: boolean
  /** The PR's launches are disturbed beyond chance. */
  readonly unstable: boolean
  /** The arm that is disturbed more often; undefined where they are even. */
  readonly arm: Arm | undefined
  /** One-sided p of Fisher's exact test: that arm's launches of the stage against all of the other arm's. */
  readonly p: number
  /** Calibrated launches of the host that are counted with the other arm's. */
  readonly calibrated: number
}

const { doubtful, doubtfulSingle, level, staleBelow } = instability

/**
 * Compares how often the arms were disturbed, by the same rule for both. Throwing disturbed launches away
 * would hide a PR that is slow now and then: this is what sees it. The other arm's launches of the whole
 * comparison are the yardstick, so on a host that disturbs both arms a difference of two is no news.
 * Launches of the host's calibrations count with them, unless the host is clearly worse now.
 */
export function findInstability(stage: MeasuredStage, all: readonly MeasuredStage[]): Instability {
  const { main, pr } = stage.disturbed
  const arm = pr > main ? 'pr' : main > pr ? 'main' : undefined
  if (arm === undefined) return { suspected: false, unstable: false, arm, p: 1, calibrated: 0 }
  const other = otherArm(arm)
  const hits = total(all, (each) => each.disturbed[other])
  const launches = total(all, ({ complete }) => complete)
  const history = usableHistory(all, stage, arm)
  const p = fisherGreater(
    stage.disturbed[arm],
    stage.complete,
    hits + history.disturbed,
    launches + history.launches,
  )
  const several = Math.abs(pr - main) > 1
  return {
    suspected: p <= (several ? doubtful : doubtfulSingle),
    unstable: several && arm === 'pr' && p <= level / all.length,
    arm,
    p,
    calibrated: history.launches,
  }
}

/**
 * The calibrated launches of all stages; none where the comparison's launches, without those that are in
 * doubt, show that the host is disturbed more often than it was: what is the host's would be put down to
 * the arm.
 */
function usableHistory(all: readonly MeasuredStage[], stage: MeasuredStage, arm: Arm): DisturbedHistory {
  const known = {
    disturbed: total(all, ({ history }) => history.disturbed),
    launches: total(all, ({ history }) => history.launches),
  }
  const hits = total(all, ({ disturbed }) => disturbed.main + disturbed.pr) - stage.disturbed[arm]
  const launches = total(all, ({ complete }) => 2 * complete) - stage.complete
  const p = fisherGreater(hits, launches, known.disturbed, known.launches)
  return p < staleBelow ? { disturbed: 0, launches: 0 } : known
}

/** Over the stages in which a disturbed launch can be told from another one. */
function total(stages: readonly MeasuredStage[], count: (stage: MeasuredStage) => number): number {
  return stages.reduce((sum, stage) => sum + (stage.unsteady === 'states' ? 0 : count(stage)), 0)
}
