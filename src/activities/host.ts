import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import { noteBuild } from '../host/cleaning/note-build.js'
import { imageBytes, roomForImages } from '../host/cleaning/room.js'
import type { BuildOrder, HostActivities, HostControlActivities } from '../comparison/activities.js'
import { labelsOf } from '../docker/container-identity.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import { buildArmImage } from '../image/build-arm-image.js'
import { repositoryKeyOf } from '../image/image-labels.js'
import { ownTag } from '../image/own-tag.js'
import { planFor } from '../comparison/image-plan.js'
import type { LaunchHost } from '../host/launch-host.js'
import { notePause } from '../launch/paused-pair.js'
import { runPair } from '../launch/run-pair.js'
import { removeRunSpool } from '../run/launch-spool.js'
import { checkHost } from '../host/check-host.js'
import { refuseForeignBenchmark } from '../host/foreign-benchmark.js'
import { withHeartbeat } from './heartbeat.js'
import { refuseHeldGpus } from '../host/held-gpus.js'
import { removeOtherPairs } from '../host/other-pairs.js'
import type { RunningPairs } from '../host/running-pairs.js'

export interface HostDependencies {
  host: LaunchHost
  /** Those that the worker measures: both queues of a host know them. */
  pairs: RunningPairs
  /** Bare mirrors of repositories, for the trees that images are built from. */
  mirrors: string
  /** Where it is noted which images comparisons use. */
  stateFolder: string
  /** Bytes that must be free before anything is begun. */
  leastFreeBytes: number
  /**
   * Frees what ended comparisons left where so many bytes are not free; throws HostFull where that is not
   * enough.
   */
  makeRoom: (need: { neededBytes: number; what: string }) => Promise<void>
  forgeUrl?: string
}

/** The activities of the queue `gpu-<host>`, which has one slot. */
export function createHostActivities(dependencies: HostDependencies): HostActivities {
  const { host, mirrors, forgeUrl, stateFolder, leastFreeBytes, makeRoom, pairs } = dependencies
  return {
    buildImage: ({ plan: whole, arm, architecture }) =>
      withHeartbeat(async (_say, signal) => {
        const plan = planFor(whole, architecture)
        const neededBytes = Math.max(leastFreeBytes, await roomToBuild(host, { plan, arm }))
        await makeRoom({ neededBytes, what: `an image of ${arm}` })
        const image = await noteBuild(stateFolder, plan, () =>
          buildArmImage({ host, plan, arm, mirrors, stateFolder, forgeUrl, signal }),
        )
        return architecture === undefined ? image : { ...image, architecture }
      }),

    runPair: (order) =>
      withHeartbeat((say, cancelled) =>
        pairs.during(order, cancelled, async (signal) => {
          try {
            await refuseForeignBenchmark(host, order.run)
            const removed = await removeOtherPairs(host, order)
            if (removed.length > 0) Context.current().log.warn('removed what was still running', { removed })
            await refuseHeldGpus(host, order, { signal })
            await makeRoom({ neededBytes: leastFreeBytes, what: 'a pair' })
            const result = await runPair({ host, order, onProgress: say, signal })
            return removed.length === 0 ? result : { ...result, removed }
          } catch (error) {
            if (signal.aborted) await letGo(host, order)
            throw error
          }
        }),
      ),
  }
}

/** The activities of the queue `gpu-<host>-control`. */
export function createHostControlActivities({
  host,
  pairs,
  stateFolder,
}: Pick<HostDependencies, 'host' | 'pairs' | 'stateFolder'>): HostControlActivities {
  return {
    checkHost: (plan) => checkHost(host, plan, stateFolder),

    cleanUp: async ({ comparison, run, stage, forgetCases }) => {
      await pairs.stop({ run, ...(stage !== undefined && { stage }) })
      const removed = await removeByLabels(host.engine, labelsOf({ comparison, run, stage }))
      if (forgetCases) await removeRunSpool(host.spool, run)
      return removed
    },
  }
}

/**
 * What the build of one image takes; nothing where it is a layer of some files, or where an image of that name
 * is there, as it is most likely the one.
 */
async function roomToBuild(
  host: LaunchHost,
  { plan, arm }: Pick<BuildOrder, 'plan' | 'arm'>,
): Promise<number> {
  const { sha, baseImage, way } = plan.images[arm]
  const tag = await ownTag(host.engine, plan.images[arm].tag, repositoryKeyOf(plan))
  if (sha === undefined || way?.kind === 'overlay' || (await imageBytes(host.engine, tag)) !== undefined)
    return 0
  return roomForImages([await imageBytes(host.engine, baseImage)], 1)
}

/**
 * What happens to the running container when the activity has to end. A person's cancel removes it, and so
 * does a pause, which makes its pair void; a worker that shuts down, or a server that lost sight of the
 * activity, leaves it running for the next attempt to adopt.
 */
async function letGo(host: LaunchHost, order: Parameters<HostActivities['runPair']>[0]): Promise<void> {
  const context = Context.current()
  const details = context.cancellationDetails
  if (details?.workerShutdown === true) {
    // Taken up by the next worker at once; a rethrow would wait for the retry's interval.
    throw ApplicationFailure.create({
      message: 'the worker shuts down; the benchmark continues and is adopted later',
      type: 'WorkerShutdown',
      category: ApplicationFailureCategory.BENIGN,
      nextRetryDelay: '1ms',
    })
  }
  if (details?.paused === true) await notePause(host, order)
  if (details?.cancelRequested === true || details?.reset === true || details?.paused === true) {
    await removeByLabels(host.engine, labelsOf({ ...order, stage: order.stage.name }))
  }
  const reason: unknown = context.cancellationSignal.reason
  throw reason instanceof Error ? reason : new CancelledFailure('cancelled')
}
