import { fisherGreater } from '../statistics/exact-test.js'
import { otherArm, type Arm } from '../arm.js'
import type { MeasuredStage } from './measure.js'

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
}

/** Two disturbed launches more than the other arm are doubted where p is at most this, a single one where it is smaller. */
const doubtful = 0.3
const doubtfulSingle = 0.28
/** Budget of calling a PR unstable, over all stages of a comparison. */
const level = 0.02

/**
 * Compares how often the arms were disturbed, by the same rule for both. Throwing disturbed launches away would hide a PR that
 * is slow now and then: this is what sees it. The other arm's launches of the whole comparison are the yardstick, so on a
 * host that disturbs both arms a difference of two is no news.
 */
export function findInstability(stage: MeasuredStage, all: readonly MeasuredStage[]): Instability {
  const { main, pr } = stage.disturbed
  const arm = pr > main ? 'pr' : main > pr ? 'main' : undefined
  if (arm === undefined) return { suspected: false, unstable: false, arm, p: 1 }
  const other = otherArm(arm)
  const otherHits = all.reduce((sum, each) => sum + each.disturbed[other], 0)
  const otherTotal = all.reduce((sum, each) => sum + each.complete, 0)
  const p = fisherGreater(stage.disturbed[arm], stage.complete, otherHits, otherTotal)
  const several = Math.abs(pr - main) > 1
  return {
    suspected: p <= (several ? doubtful : doubtfulSingle),
    unstable: several && arm === 'pr' && p <= level / all.length,
    arm,
    p,
  }
}
