import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import type { ComparisonStatus } from '../comparison/status.js'

/** The tree of a comparison down to its pairs. */
export const statusQuery = defineQuery<ComparisonStatus>('status')

/**
 * A person's orders. Each is refused with a sentence where it cannot be carried out; else its answer says
 * what happens now. A stage is named as in `grok/offline`; `by` is who gives the order.
 */
export const retryStageUpdate = defineUpdate<string, [stage: string, by?: string]>('retryStage')
export const skipStageUpdate = defineUpdate<string, [stage: string, by?: string]>('skipStage')
export const cancelStageUpdate = defineUpdate<string, [stage: string, by?: string]>('cancelStage')
export const pauseUpdate = defineUpdate<string, [by?: string]>('pause')
export const resumeUpdate = defineUpdate<string, [by?: string]>('resume')

/** Who is about to cancel the comparison: a cancel itself cannot say it. */
export const cancelledBySignal = defineSignal<[by: string]>('cancelledBy')

/** A stage asks its comparison for its host's next turn: it wants to measure this pair. */
export interface PairWanted {
  stage: string
  pair: number
  attempt: number
  pairsDone: number
  /** Set where the last turn ended in a pause of its activity: its launches count for nothing. */
  afterPause?: true
}

export const pairWantedSignal = defineSignal<[PairWanted]>('pairWanted')

/** The answer: measure it now, or `stop`, with why. */
export interface PairTurn {
  stop?: EndingReason
}

export const pairTurnSignal = defineSignal<[PairTurn]>('pairTurn')

/** A stage tells of a failure of its host that it waits out. */
export const stageTroubleSignal = defineSignal<[{ stage: string; trouble: string }]>('stageTrouble')

/** A build tells of a failure of its host that it waits out. */
export const imageTroubleSignal = defineSignal<[{ arm: Arm; trouble: string }]>('imageTrouble')

/** What a `benchmarkStage` is started with: measure these pairs. */
export interface StageOrder {
  plan: Plan
  stage: StagePlan
  /** Those of the stage's host. */
  images: Record<Arm, BuiltImage>
  pairs: number[]
  /** The last pair that is wanted for now. */
  wanted: number
  /** Sound pairs that there are already, for the status. */
  pairsValidBefore: number
  generation: number
}

/** What it gives: the pairs are in the run directory already. */
export interface StageSummary {
  pairsValid: number
  /** Set where the stage ended before its last pair, with why. */
  failure?: EndingReason
}
