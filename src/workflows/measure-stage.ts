import {
  CancelledFailure,
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan } from '../comparison/plan.js'
import type { EndingReason, StageEnding } from '../comparison/ending-reason.js'
import { control } from './activities.js'
import { afterEarlierChild } from './after-earlier-child.js'
import type { benchmarkStage } from './benchmark-stage.js'
import { imagesOfStage } from './build-images.js'
import { cleanUp } from './clean-up.js'
import type { Desk } from './desk.js'
import { failureReason, isTerminatedChild, rootFailure } from './failures.js'
import type { StageSummary } from './messages.js'
import { stageAttributes } from './search-attributes.js'
import type { StageRun } from './stage-run.js'
import { words } from './words.js'

/** How a stage ended, and how many sound pairs it has, where that is known. */
interface Measured {
  ending: StageEnding
  pairsValid?: number
}

/** Measures one stage up to the pairs that are wanted of it. Throws nothing: how it ended is on the desk. */
export async function measureStage(
  plan: Plan,
  stage: StageRun,
  images: readonly BuiltImage[],
  desk: Desk,
): Promise<void> {
  const scope = desk.begin(stage)
  const { ending, pairsValid } = await scope.run(async () => {
    try {
      return await measurePairs(plan, stage, images, desk)
    } catch (error) {
      return { ending: await endingAfter(error, plan, stage, desk) }
    }
  })
  desk.end(stage, ending, pairsValid)
}

async function measurePairs(
  plan: Plan,
  stage: StageRun,
  images: readonly BuiltImage[],
  desk: Desk,
): Promise<Measured> {
  const {
    name,
    plan: { host },
  } = stage
  const ownImages = imagesOfStage(plan, stage.plan, images)
  if (ownImages === undefined) return { ending: ended(name, 'failed', { kind: 'no-image', host }) }
  const pairs = await stage.pairs(async () => {
    return (await control.knownPairsOf(plan))[name] ?? { complete: [], last: 0, generation: 0 }
  })
  if (pairs.length === 0) return { ending: ended(name, 'measured') }

  const before = stage.valid
  const { pairsValid, failure } = await afterEarlierChild(
    () => {
      desk.waits(stage, words.earlierRun)
    },
    () => measureInChild(plan, stage, ownImages, pairs),
  )
  return { ending: endingOf(stage, failure), pairsValid: before + pairsValid }
}

/** Beyond its first look a stage that the budget has stopped has all that it needs to be judged. */
function endingOf(stage: StageRun, failure: EndingReason | undefined): StageEnding {
  switch (failure?.kind) {
    case undefined:
      return ended(stage.name, 'measured')
    case 'budget-spent':
      return stage.isPastFirstLook ? ended(stage.name, 'measured') : ended(stage.name, 'stopped', failure)
    case 'launches-spent':
      return ended(stage.name, 'stopped', failure)
    default:
      return ended(stage.name, 'failed', failure)
  }
}

async function endingAfter(error: unknown, plan: Plan, stage: StageRun, desk: Desk): Promise<StageEnding> {
  const { name } = stage
  if (rootFailure(error) instanceof CancelledFailure) {
    // Where neither the comparison nor an order cancelled it, somebody cancelled its child workflow by hand.
    const byPerson = { kind: 'stopped-by-person', how: 'cancelled' } as const
    return ended(name, 'cancelled', desk.isCancelled ? { kind: 'comparison-cancelled' } : byPerson)
  }
  if (!isTerminatedChild(error)) return ended(name, 'failed', failureReason(error))
  // It could not remove its container itself, which must not run beside the next pair.
  const { comparison, run } = plan
  const problem = await cleanUp(stage.plan.host, { comparison, run, stage: name, forgetCases: false })
  if (problem !== undefined) desk.note(problem)
  return ended(name, 'cancelled', { kind: 'stopped-by-person', how: 'terminated' })
}

function ended(name: string, state: StageEnding['state'], reason?: EndingReason): StageEnding {
  return reason === undefined ? { name, state } : { name, state, reason }
}

function measureInChild(
  plan: Plan,
  stage: StageRun,
  images: Record<Arm, BuiltImage>,
  pairs: number[],
): Promise<StageSummary> {
  const { name, wanted, valid } = stage
  const { host, generation } = stage.status
  return executeChild<typeof benchmarkStage>('benchmarkStage', {
    workflowId: `${workflowInfo().workflowId}/bench/${name}`,
    args: [{ plan, stage: stage.plan, images, pairs, wanted, pairsValidBefore: valid, generation }],
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${name} on ${host}${generation > 1 ? `, generation ${generation}` : ''}`,
    typedSearchAttributes: stageAttributes(stage.plan),
  })
}
