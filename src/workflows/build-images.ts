import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  patched,
  workflowInfo,
} from '@temporalio/workflow'
import type { Arm } from '../comparison/arm.js'
import { failureTypes } from '../comparison/failure.js'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan } from '../comparison/plan.js'
import { hostsOf } from '../comparison/stage.js'
import { afterEarlierChild } from './after-earlier-child.js'
import type { buildImage } from './build-image.js'
import type { Desk } from './desk.js'
import { isTerminatedChild, stageFailed } from './failures.js'
import { pauseReason } from './hear-stages.js'
import { deadlineSentence } from './spent.js'

/** Host -> the images that it starts its launches from. */
export type HostImages = Record<string, Record<Arm, BuiltImage>>

/**
 * Both arms' images on every host of the plan. Main is built first: what it leaves in the build cache is
 * trusted, what the pull request's build leaves is not.
 *
 * @throws the failure of the first build that fails or was stopped by a person, or that the comparison's deadline came
 *   first
 */
export async function buildImages(plan: Plan, desk: Desk): Promise<HostImages> {
  desk.enter('building')
  const main = await build(plan, desk, 'main')
  const pr = await build(plan, desk, 'pr')

  const images: HostImages = {}
  for (const ofMain of main) {
    const ofPr = pr.find((image) => image.host === ofMain.host)
    if (ofPr !== undefined) images[ofMain.host] = { main: ofMain, pr: ofPr }
  }
  return images
}

async function build(plan: Plan, desk: Desk, arm: Arm): Promise<BuiltImage[]> {
  if (desk.clock.pausedSince !== undefined && patched('pause-before-build')) {
    desk.imageTrouble(arm, `waits for ${pauseReason}`)
    await desk.clock.waitFor(() => desk.clock.pausedSince === undefined)
  }
  desk.image(arm, 'building')
  const scope = new CancellationScope()
  let isOver = false
  const building = scope
    .run(() =>
      afterEarlierChild(
        (reason) => {
          desk.imageTrouble(arm, `waits for ${reason}`)
        },
        () => buildOnHosts(plan, arm),
      ),
    )
    .finally(() => {
      isOver = true
    })
  building.catch(() => undefined) // awaited below; until then it must not count as unhandled
  try {
    const isInTime = await desk.clock.waitFor(() => isOver)
    if (!isInTime) scope.cancel()
    if (!isInTime && (await isCancelledBy(building))) throw stageFailed(deadlineSentence(plan))
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
 * The failure of a build whose own workflow a person has cancelled or terminated: the comparison cannot go on without
 * its image, and was not cancelled itself.
 */
function stoppedBuild(error: unknown, arm: Arm, desk: Desk): ApplicationFailure | undefined {
  if (CancellationScope.current().consideredCancelled) return undefined
  const isCancelled = error instanceof ChildWorkflowFailure && isCancellation(error)
  if (!isCancelled && !isTerminatedChild(error)) return undefined
  const how = isCancelled ? 'cancelled' : 'terminated'
  const sentence =
    `The build of the image of ${arm} was ${how} by a person, so nothing was measured: ` +
    'prbench retry builds it and goes on.'
  desk.imageTrouble(arm, sentence)
  return ApplicationFailure.nonRetryable(sentence, failureTypes.buildFailed)
}

async function isCancelledBy(building: Promise<unknown>): Promise<boolean> {
  try {
    await building
    return false
  } catch {
    return true
  }
}

function buildOnHosts(plan: Plan, arm: Arm): Promise<BuiltImage[]> {
  return executeChild<typeof buildImage>('buildImage', {
    workflowId: `${workflowInfo().workflowId}/build/${arm}`,
    args: [hostsOf(plan).map((host) => ({ plan, arm, host }))],
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${arm}: ${plan.images[arm].tag}`,
  })
}
