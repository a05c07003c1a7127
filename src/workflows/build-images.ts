import type { ApplicationFailure } from '@temporalio/common'
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import type { Arm } from '../comparison/arm.js'
import { failureTypes } from '../comparison/failure.js'
import type { BuiltImage } from '../comparison/image.js'
import type { BuildOrder } from '../comparison/activities.js'
import { architectureOf } from '../comparison/image-plan.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import { hostsOf } from '../comparison/stage.js'
import { afterEarlierChild } from './after-earlier-child.js'
import type { buildImage } from './build-image.js'
import type { Desk } from './desk.js'
import { finalFailure, isTerminatedChild } from './failures.js'
import { words } from './words.js'

/**
 * Both arms' images on every host of the plan. Main is built first: what it leaves in the build cache is
 * trusted, what the pull request's build leaves is not.
 *
 * @throws the failure of the first build that fails or was stopped by a person, or that the comparison's
 * deadline came
 *   first
 */
export async function buildImages(plan: Plan, desk: Desk): Promise<BuiltImage[]> {
  desk.enter('building')
  const main = await build(plan, desk, 'main')
  const pr = await build(plan, desk, 'pr')
  return [...main, ...pr]
}

/** The images that a stage is measured with; undefined where its host has not both. */
export function imagesOfStage(
  plan: Plan,
  stage: StagePlan,
  images: readonly BuiltImage[],
): Record<Arm, BuiltImage> | undefined {
  const architecture = architectureOf(plan, stage)
  const own = images.filter((image) => image.host === stage.host && image.architecture === architecture)
  const main = own.find(({ arm }) => arm === 'main')
  const pr = own.find(({ arm }) => arm === 'pr')
  return main && pr && { main, pr }
}

async function build(plan: Plan, desk: Desk, arm: Arm): Promise<BuiltImage[]> {
  await desk.untilResumed(arm)
  desk.image(arm, 'building')
  const scope = new CancellationScope()
  let isOver = false
  const building = scope
    .run(() =>
      afterEarlierChild(
        () => {
          desk.imageTrouble(arm, words.earlierRun)
        },
        () => buildOnHosts(plan, arm),
      ),
    )
    .finally(() => {
      isOver = true
    })
  building.catch(() => undefined) // awaited below; until then it must not count as unhandled
  try {
    const deadline = await desk.until(() => isOver)
    if (deadline !== undefined) {
      scope.cancel()
      // A build that was done before the cancel reached it counts.
      await building.catch(() => {
        throw finalFailure(deadline, failureTypes.stageFailed)
      })
    }
    const built = await building
    desk.image(arm, 'ready', built[0]?.tag)
    return built
  } catch (error) {
    desk.image(arm, 'failed')
    // Cancelled: its container is removed first.
    await building.catch(() => undefined)
    throw stoppedBuild(error, arm, desk) ?? error
  }
}

/**
 * The failure of a build whose own workflow a person has cancelled or terminated: the comparison cannot go on
 * without its image, and was not cancelled itself.
 */
function stoppedBuild(error: unknown, arm: Arm, desk: Desk): ApplicationFailure | undefined {
  if (CancellationScope.current().consideredCancelled) return undefined
  const isCancelled = error instanceof ChildWorkflowFailure && isCancellation(error)
  if (!isCancelled && !isTerminatedChild(error)) return undefined
  const how = isCancelled ? 'cancelled' : 'terminated'
  const failure = finalFailure({ kind: 'build-stopped', arm, how }, failureTypes.buildFailed)
  desk.imageTrouble(arm, failure.message)
  return failure
}

function buildOnHosts(plan: Plan, arm: Arm): Promise<BuiltImage[]> {
  return executeChild<typeof buildImage>('buildImage', {
    workflowId: `${workflowInfo().workflowId}/build/${arm}`,
    args: [buildOrders(plan, arm)],
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${arm}: ${plan.images[arm].tag}`,
  })
}

function buildOrders(plan: Plan, arm: Arm): BuildOrder[] {
  return hostsOf(plan).flatMap((host) => {
    const stages = plan.stages.filter((stage) => stage.host === host)
    return [...new Set(stages.map((stage) => architectureOf(plan, stage)))].map((architecture) => {
      return architecture === undefined ? { plan, arm, host } : { plan, arm, host, architecture }
    })
  })
}
