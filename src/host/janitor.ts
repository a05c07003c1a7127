import { join } from 'node:path'
import type { WorkflowClient } from '@temporalio/client'
import type { Logger } from '@temporalio/worker'
import type { CleaningHost } from './cleaning/find-facts.js'
import { namesIn } from './cleaning/image-uses.js'
import { runLabel } from '../docker/container-identity.js'
import { listByLabels, removeByLabels } from '../docker/remove-by-labels.js'
import { removeRunSpool } from '../run/launch-spool.js'
import { runStates } from './known-runs.js'

/** What one closed run left on a host. */
export interface Leftovers {
  run: string
  /** Each with its kind: `container prbench-0a1b`. */
  things: readonly string[]
}

/**
 * What closed runs left on a host: containers, networks and volumes, and the files of their launches.
 * `onProblem` hears of what could not be looked at; where the server cannot be asked, nothing counts as left.
 */
export async function findLeftovers(
  { engine, stateFolder }: CleaningHost,
  workflows: WorkflowClient,
  onProblem: (what: string, error: unknown) => void,
): Promise<Leftovers[]> {
  const attempt = attempting(onProblem)
  // Either may be out of reach; the other is looked at all the same.
  const inDocker =
    (await attempt('look for what ended comparisons left in Docker', () => listByLabels(engine))) ?? []
  const inSpool =
    (await attempt('look for files of ended comparisons', () => namesIn(join(stateFolder, 'spool')))) ?? []
  const found = [
    ...inDocker.map(({ kind, name, labels }) => ({ run: labels[runLabel] ?? '', thing: `${kind} ${name}` })),
    ...inSpool.map((run) => ({ run, thing: 'case files' })),
  ]
  const runs = [...new Set(found.map(({ run }) => run))]
  const stateOf = await attempt('ask which comparisons have ended', () => runStates(workflows, runs))
  return runs
    .filter((run) => stateOf?.(run) === 'closed')
    .map((run) => ({ run, things: found.filter((left) => left.run === run).map(({ thing }) => thing) }))
}

/** Removes what a closed run left. */
export async function removeLeftovers({ engine, stateFolder }: CleaningHost, run: string): Promise<void> {
  await removeByLabels(engine, { [runLabel]: run })
  await removeRunSpool(join(stateFolder, 'spool'), run)
}

/**
 * Removes what closed runs left on a host. What hinders it is logged, and does not keep a worker from
 * starting.
 */
export async function sweepHost(
  host: CleaningHost,
  workflows: WorkflowClient,
  logger: Logger,
): Promise<void> {
  const warn = (what: string, error: unknown) => {
    logger.warn(`could not ${what}`, { error })
  }
  for (const left of await findLeftovers(host, workflows, warn)) {
    await attempting(warn)(`remove what the ended run ${left.run} left`, async () => {
      await removeLeftovers(host, left.run)
      logger.info('removed what an ended comparison left', { ...left })
    })
  }
}

function attempting(onProblem: (what: string, error: unknown) => void) {
  return async <T>(what: string, action: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await action()
    } catch (error) {
      onProblem(what, error)
      return undefined
    }
  }
}
