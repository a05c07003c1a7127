import { readdir } from 'node:fs/promises'
import type { WorkflowClient } from '@temporalio/client'
import type { Logger } from '@temporalio/worker'
import { ourLabels, runLabel } from '../docker/container-identity.js'
import { listOurs } from '../docker/containers.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import { removeOrphanCaches } from '../launch/orphan-caches.js'
import type { LaunchHost } from '../launch/launch-host.js'
import { removeRunSpool } from '../results/launch-spool.js'

/** A run of a workflow as a Temporal server knows it. */
export interface KnownRun {
  runId: string
  /** Temporal's word: RUNNING, COMPLETED, FAILED ... */
  state: string
  /** Whether an open run goes on with its work, after a reset: it adopts the containers of this one. */
  goesOn: boolean
}

/** So that a query stays short. */
const runsAQuery = 50
/** A host that is slow to ask must not keep a worker from its work. */
const deadlineMs = 10_000

const closedStates: ReadonlySet<string> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TERMINATED',
  'TIMED_OUT',
])

/**
 * Which of the runs that left something behind are over. Several Temporal servers may use one Docker Engine, so a
 * run that this server does not know is somebody else's.
 */
export function closedRuns(found: Iterable<string>, known: Iterable<KnownRun>): string[] {
  const over = [...known].filter(({ state, goesOn }) => closedStates.has(state) && !goesOn)
  const ids = new Set(over.map(({ runId }) => runId))
  return [...new Set(found)].filter((run) => ids.has(run))
}

/**
 * Removes what closed runs left on a host: containers, networks and volumes, and the files of their launches. What
 * hinders it is logged, and does not keep a worker from starting.
 */
export async function sweepHost(
  host: Pick<LaunchHost, 'engine' | 'spool'>,
  workflows: WorkflowClient,
  logger: Logger,
): Promise<void> {
  const attempt = async <T>(what: string, action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action()
    } catch (error) {
      logger.warn(`could not ${what}`, { error })
      return undefined
    }
  }
  const caches = await attempt('remove kernels that were compiled by images that are gone', () =>
    removeOrphanCaches(host.engine),
  )
  if (caches !== undefined && caches.length > 0)
    logger.info('removed kernels of images that are gone', { caches })
  // Either may be out of reach; the other is looked at all the same.
  const inDocker = await attempt('look for what ended comparisons left in Docker', () => runsInDocker(host))
  const inSpool = await attempt('look for files of ended comparisons', () => readdir(host.spool))
  // Nothing else stands in a query: the labels of others may hold anything.
  const found = [...(inDocker ?? []), ...(inSpool ?? [])].filter((run) => /^[A-Za-z0-9-]{1,64}$/.test(run))
  const known = await attempt('ask which comparisons have ended', () => knownRuns(workflows, found))
  for (const run of closedRuns(found, known ?? [])) {
    await attempt(`remove what the ended run ${run} left`, async () => {
      const { containers, networks, volumes } = await removeByLabels(host.engine, { [runLabel]: run })
      await removeRunSpool(host.spool, run)
      logger.info('removed what an ended comparison left', { run, containers, networks, volumes })
    })
  }
}

/** The runs whose containers or networks there are; volumes have their containers beside them. */
async function runsInDocker({ engine }: Pick<LaunchHost, 'engine'>): Promise<string[]> {
  const containers = await listOurs(engine)
  const networks = await engine.call({
    what: 'list networks',
    run: (abortSignal) => engine.docker.listNetworks({ filters: { label: ourLabels({}) }, abortSignal }),
  })
  const labelled = [
    ...containers.map(({ labels }) => labels[runLabel]),
    ...networks.map(({ Labels: labels }) => labels?.[runLabel]),
  ]
  return labelled.filter((run) => run !== undefined)
}

/** Those of the runs that the server knows. */
async function knownRuns(workflows: WorkflowClient, runs: readonly string[]): Promise<KnownRun[]> {
  const distinct = [...new Set(runs)]
  const known: KnownRun[] = []
  for (let start = 0; start < distinct.length; start += runsAQuery) {
    const some = distinct.slice(start, start + runsAQuery)
    const query = `RunId IN (${some.map((run) => `'${run}'`).join(', ')})`
    await workflows.connection.withDeadline(Date.now() + deadlineMs, async () => {
      for await (const { workflowId, runId } of workflows.list({ query })) {
        known.push(await describeRun(workflows, workflowId, runId))
      }
    })
  }
  return known
}

async function describeRun(workflows: WorkflowClient, id: string, runId: string): Promise<KnownRun> {
  const own = await workflows.getHandle(id, runId).describe()
  const latest = await workflows.getHandle(id).describe()
  // A run and those that it was reset to have their first run in common; a new comparison has one of its own.
  const isSameWork =
    own.raw.workflowExecutionInfo?.firstRunId === latest.raw.workflowExecutionInfo?.firstRunId
  return { runId, state: own.status.name, goesOn: latest.status.name === 'RUNNING' && isSameWork }
}
