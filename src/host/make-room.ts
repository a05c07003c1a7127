import type { WorkflowClient } from '@temporalio/client'
import type { Logger } from '@temporalio/worker'
import { formatBytes, sumOf } from './cleaning/describe-removals.js'
import { findFacts, runsOf, type CleaningHost } from './cleaning/find-facts.js'
import { performRemovals } from './cleaning/perform-removals.js'
import { planRemovals } from './cleaning/plan-removals.js'
import { freeRoom } from './cleaning/room.js'
import { runStates } from './known-runs.js'

/** A host whose disk has too little room to go on: what was begun waits until there is some. */
export class HostFull extends Error {
  override readonly name = 'HostFull'

  constructor(free: { bytes: number; folder: string }, neededBytes: number, what: string, why: string) {
    super(
      `disk full: ${what} needs ${formatBytes(neededBytes)}, but only ${formatBytes(free.bytes)} are free under ${free.folder}; ` +
        `${why}. Free some space there; prbench tries again`,
    )
  }
}

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
    const stateOf = await runStates(workflows, runsOf(facts))
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
