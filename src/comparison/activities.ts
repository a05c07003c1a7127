import type { Arm } from './arm.js'
import type { BuiltImage } from './image.js'
import type { PairResult } from './launch.js'
import type { Notification } from './notification.js'
import type { Outcome } from './outcome.js'
import type { EndingReason, StageEnding } from './ending-reason.js'
import type { Plan, StagePlan } from './plan.js'
import type { KnownPairs } from './pair-state.js'
import type { PublishOrder } from './published.js'
import type { ComparisonRequest } from './request.js'
import type { RetryOrder } from './retry-order.js'
import type { Source } from './source.js'

/** A comparison's workflow id, and the id of this very run of it. */
export interface ComparisonIdentity {
  comparison: string
  run: string
}

/** The image of one arm, on one host, for one GPU architecture. */
export interface BuildOrder {
  plan: Plan
  arm: Arm
  host: string
  /** Absent for that of the first recipe. */
  architecture?: string
}

/** What tells an attempt of a pair from all others. */
export interface PairPlace extends ComparisonIdentity {
  stage: Pick<StagePlan, 'name'>
  /** Counts the times that a person asked for the stage anew: nothing of another generation is adopted. */
  generation: number
  pair: number
  /** Counts the times that this pair was measured: a void pair is redone whole. */
  attempt: number
}

/** One pair of one stage: everything that a host needs to measure it. */
export interface PairOrder extends PairPlace {
  runDirectory: string
  stage: StagePlan
  images: Record<Arm, BuiltImage>
  /**
   * A void pair is redone so often and no more: of this attempt counts what is sound. Older workers do not
   * say it.
   */
  isLastAttempt?: boolean
  first: Arm
}

/** How the whole comparison ended, for the report: `problem` is why it ended early. */
export interface ComparisonEnding {
  ending: Outcome['ending']
  stages: StageEnding[]
  problem?: EndingReason
  /** What a reader of the report must know. */
  notes?: EndingReason[]
}

/** What a judgement tells the workflow of one stage. */
export interface StageNeed {
  pairsValid: number
  /** Pairs that it wants before it is judged again; 0 where it is done. */
  morePairs: number
}

/** A stage of a run that is taken up again. */
export interface ReopenedStage {
  ending: StageEnding
  pairs: KnownPairs
  /** Pairs are wanted up to this one for now. */
  wanted: number
  /** Absent where it stays as it is. */
  again?: 'missing' | 'anew'
}

/** A run that is taken up again: its plan as that of another run, and by name how its stages stand. */
export interface ReopenedRun {
  plan: Plan
  stages: Record<string, ReopenedStage>
}

/** Work on the queue `prbench`: everything that touches the source and the run directory. */
export interface ControlActivities {
  resolveSource(request: ComparisonRequest): Promise<Source>
  planComparison(request: ComparisonRequest, source: Source, identity: ComparisonIdentity): Promise<Plan>
  /** Makes the run directory. Gives the plan with the folder that it got: another run may hold the name. */
  openRunDirectory(plan: Plan): Promise<Plan>
  /** Takes a run directory up again for another run. */
  reopenRun(order: RetryOrder, identity: ComparisonIdentity): Promise<ReopenedRun>
  /** By stage: what the run directory has of it. */
  knownPairsOf(plan: Plan): Promise<Record<string, KnownPairs>>
  /** These make the run directory anew where somebody deleted it: so they take the whole plan. */
  recordImage(plan: Plan, image: BuiltImage): Promise<void>
  recordPair(plan: Plan, pair: PairResult): Promise<void>
  judgeLook(plan: Plan): Promise<Record<string, StageNeed>>
  renderReport(plan: Plan, ending: ComparisonEnding): Promise<Outcome>
  /** Tells the forge. Gives a sentence for each thing that it refused. */
  publish(plan: Plan, order: PublishOrder): Promise<string[]>
  /** Tells one receiver of the end. Gives a sentence where that was not possible. */
  notify(plan: Plan, outcome: Outcome, notification: Notification): Promise<string[]>
}

/** Work on the queue `gpu-<host>`, which has one slot: whatever needs the host for itself. */
export interface HostActivities {
  buildImage(order: BuildOrder): Promise<BuiltImage>
  runPair(order: PairOrder): Promise<PairResult>
}

/** Work on the queue `gpu-<host>-control`, which that slot does not block. */
export interface HostControlActivities {
  /** Refuses a plan that this host cannot perform, before anything was started. */
  checkHost(plan: Plan, host: string): Promise<void>
  /** Stops and removes what is left of a comparison's run (of one stage of it) on this host; says what. */
  cleanUp(scope: CleanUpScope): Promise<string[]>
}

export interface CleanUpScope extends ComparisonIdentity {
  stage?: string
  /** Whether finished case files go too: they are of no use once everything is recorded. */
  forgetCases: boolean
}
