import type { CancellationScope } from '@temporalio/workflow'
import type { StageEnding } from '../comparison/activities.js'
import type { StagePlan } from '../comparison/plan.js'
import type { StageStatus } from '../comparison/status.js'

/** One stage of a comparison as its workflow sees it. */
export interface StageRun {
  readonly plan: StagePlan
  /** What people see of it. Its state is the state. */
  readonly status: StageStatus
  generation: number
  /** Pairs are wanted up to this one, and tried up to that one. */
  wanted: number
  tried: number
  /** Sound pairs, by the last judgement. */
  valid: number
  /** Whether it is to be measured (again) as soon as possible. */
  isDue: boolean
  /** A person wants it again: what is missing of it, or all of it anew. */
  again?: 'missing' | 'anew'
  /** Whether further looks may ask more pairs of it. */
  isOpen: boolean
  /** Stops its child workflow, while there is one. */
  scope?: CancellationScope
  /** How it ends if it is stopped, and why. */
  stopAs?: Pick<StageEnding, 'state' | 'reason'>
  /** How it ended last. */
  ending?: StageEnding
  /** When it was given its host's turn, and what it used of such turns. */
  turnStartedAt?: number
  turns: { count: number; ms: number }
}

export function newStageRun(plan: StagePlan, status: StageStatus, firstLook: number): StageRun {
  return {
    plan,
    status,
    generation: 1,
    wanted: firstLook,
    tried: 0,
    valid: 0,
    isDue: true,
    isOpen: true,
    turns: { count: 0, ms: 0 },
  }
}
