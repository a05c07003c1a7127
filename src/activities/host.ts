import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import { Context } from '@temporalio/activity'
import type { HostActivities, HostControlActivities } from '../comparison/activities.js'
import { comparisonLabel, runLabel, stageLabel } from '../docker/container-identity.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import { buildArmImage } from '../image/build-arm-image.js'
import type { LaunchHost } from '../launch/launch-host.js'
import { runPair } from '../launch/run-pair.js'
import { removeRunSpool } from '../results/launch-spool.js'
import { checkHost } from './check-host.js'
import { refuseForeignBenchmark } from './foreign-benchmark.js'
import { withHeartbeat } from './heartbeat.js'

export interface HostDependencies {
  host: LaunchHost
  /** Bare mirrors of repositories, for the trees that images are built from. */
  mirrors: string
  githubUrl?: string
}

/** The activities of the queue `gpu-<host>`, which has one slot. */
export function createHostActivities({ host, mirrors, githubUrl }: HostDependencies): HostActivities {
  return {
    buildImage: ({ plan, arm }) =>
      withHeartbeat((_say, signal) => buildArmImage({ host, plan, arm, mirrors, githubUrl, signal })),

    runPair: (order) =>
      withHeartbeat(async (say, signal) => {
        await refuseForeignBenchmark(host, order.run)
        try {
          return await runPair({ host, order, onProgress: say, signal })
        } catch (error) {
          if (signal.aborted) await letGo(host, order)
          throw error
        }
      }),
  }
}

/** The activities of the queue `gpu-<host>-control`. */
export function createHostControlActivities({ host }: HostDependencies): HostControlActivities {
  return {
    checkHost: (plan) => checkHost(host, plan),

    cleanUp: async ({ comparison, run, stage, forgetCases }) => {
      const removed = await removeByLabels(host.engine, labelsOf({ comparison, run, stage }))
      if (forgetCases) await removeRunSpool(host.spool, run)
      return [...removed.containers, ...removed.networks, ...removed.volumes]
    },
  }
}

function labelsOf(scope: {
  comparison: string
  run: string
  stage: string | undefined
}): Record<string, string> {
  return {
    [comparisonLabel]: scope.comparison,
    [runLabel]: scope.run,
    ...(scope.stage === undefined ? {} : { [stageLabel]: scope.stage }),
  }
}

/**
 * What happens to the running container when the activity has to end. A person's cancel removes it; a worker that
 * shuts down, or a server that lost sight of the activity, leaves it running for the next attempt to adopt.
 */
async function letGo(host: LaunchHost, order: Parameters<HostActivities['runPair']>[0]): Promise<void> {
  const context = Context.current()
  const details = context.cancellationDetails
  if (details?.workerShutdown === true) {
    // Taken up by the next worker at once; a rethrow would wait for the retry's interval.
    throw ApplicationFailure.create({
      message: 'the worker shuts down; the benchmark goes on and is adopted',
      type: 'WorkerShutdown',
      category: ApplicationFailureCategory.BENIGN,
      nextRetryDelay: '1ms',
    })
  }
  if (details?.cancelRequested === true || details?.reset === true || details?.paused === true) {
    await removeByLabels(host.engine, labelsOf({ ...order, stage: order.stage.name }))
  }
  const reason: unknown = context.cancellationSignal.reason
  throw reason instanceof Error ? reason : new CancelledFailure('cancelled')
}
