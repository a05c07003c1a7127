import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import type { ComparisonStatus } from '../comparison/status.js'

/** The tree of a comparison down to its pairs. */
export const statusQuery = defineQuery<ComparisonStatus>('status')

/** A stage tells its comparison where it is. */
export interface StageProgress {
  stage: string
  pair: number
  attempt: number
  pairsDone: number
}

export const stageProgressSignal = defineSignal<[StageProgress]>('stageProgress')

/** What a `benchmarkStage` is started with: measure the pairs `from` to `to`. */
export interface StageOrder {
  plan: Plan
  stage: StagePlan
  /** Those of the stage's host. */
  images: Record<Arm, BuiltImage>
  from: number
  to: number
  /** Sound pairs that earlier looks have left, for the status. */
  pairsValidBefore: number
  generation: number
}

/** What it gives: the pairs are in the run directory already. */
export interface StageSummary {
  pairsValid: number
  /** Set where the stage ended before its last pair, with why. */
  failure?: string
}
