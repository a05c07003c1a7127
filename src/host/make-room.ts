import type { WorkflowClient } from '@temporalio/client'
import type { Logger } from '@temporalio/worker'
import { formatBytes, sumOf } from './cleaning/describe-removals.js'
import { findFacts, runsOf, type CleaningHost } from './cleaning/find-facts.js'
import { HostFull } from './cleaning/host-full.js'
import { performRemovals } from './cleaning/perform-removals.js'
import { planRemovals } from './cleaning/plan-removals.js'
import { freeRoom } from './cleaning/room.js'
import { knownRuns, stateOfRuns } from './known-runs.js'

/**
 * Sees to it that so many bytes are free on a host before `what` begins: where they are not, removes what
 * ended comparisons left (never a run directory), and says so in the log. A server that cannot be asked frees
 * nothing.
 *
 * @throws HostFull, where it is too little even so
 */
export async function makeRoom(
  host: CleaningHost,
  workflows: WorkflowClient,
  logger: Logger,
  { neededBytes, what }: { neededBytes: number; what: string },
): Promise<void> {
  const before = await freeRoom(host)
  if (before.bytes >= neededBytes) return
  const why = await clean(host, workflows, logger, { neededBytes, what, folder: before.folder })
  const free = await freeRoom(host)
  if (free.bytes < neededBytes) throw new HostFull(free, neededBytes, what, why)
}

async function clean(
  host: CleaningHost,
  workflows: WorkflowClient,
  logger: Logger,
  why: { neededBytes: number; what: string; folder: string },
): Promise<string> {
  try {
    const facts = await findFacts(host)
    const stateOf = stateOfRuns(await knownRuns(workflows, runsOf(facts)))
    const { removals } = planRemovals({ ...facts, stateOf })
    const { removed, problems } = await performRemovals(host, removals)
    const names = removed.map(({ kind, names, id }) => `${kind} ${names[0] ?? id}`)
    logger.warn('little disk space: removed what ended comparisons left', {
      ...why,
      removed: names,
      problems,
      freed: formatBytes(sumOf(removed)),
    })
    return `${removed.length} objects of ended comparisons were removed, but that was not enough`
  } catch (error) {
    logger.warn('little disk space, and nothing could be removed', { ...why, error })
    return `nothing was removed (${error instanceof Error ? error.message : String(error)})`
  }
}
