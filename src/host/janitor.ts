import { join } from 'node:path'
import type { WorkflowClient } from '@temporalio/client'
import type { Logger } from '@temporalio/worker'
import type { CleaningHost } from './cleaning/find-facts.js'
import { namesIn } from './cleaning/image-uses.js'
import { runLabel } from '../docker/container-identity.js'
import { listOurs } from '../docker/containers.js'
import type { Engine } from '../docker/engine.js'
import { listNetworks } from '../docker/networks.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import { listVolumes } from '../docker/volumes.js'
import { removeRunSpool } from '../run/launch-spool.js'
import { closedRuns, knownRuns } from './known-runs.js'

/** What one closed run left on a host, by names. */
export interface Leftovers {
  run: string
  containers: readonly string[]
  networks: readonly string[]
  volumes: readonly string[]
  /** Whether files of its launches are there. */
  spool: boolean
}

interface Labelled {
  kind: 'containers' | 'networks' | 'volumes'
  name: string
  run: string
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
    (await attempt('look for what ended comparisons left in Docker', () => labelled(engine))) ?? []
  const inSpool =
    (await attempt('look for files of ended comparisons', () => namesIn(join(stateFolder, 'spool')))) ?? []
  const found = [...inDocker.map(({ run }) => run), ...inSpool]
  const known = await attempt('ask which comparisons have ended', () => knownRuns(workflows, found))
  return closedRuns(found, known ?? []).map((run) => {
    const namesOf = (kind: Labelled['kind']) =>
      inDocker.filter((thing) => thing.run === run && thing.kind === kind).map(({ name }) => name)
    return {
      run,
      containers: namesOf('containers'),
      networks: namesOf('networks'),
      volumes: namesOf('volumes'),
      spool: inSpool.includes(run),
    }
  })
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

/** Everything in Docker that carries a run's label. */
async function labelled(engine: Engine): Promise<Labelled[]> {
  const found = {
    containers: await listOurs(engine),
    networks: await listNetworks(engine, {}),
    volumes: await listVolumes(engine, {}),
  }
  return (['containers', 'networks', 'volumes'] as const).flatMap((kind) =>
    found[kind].flatMap(({ name, labels: { [runLabel]: run } }) =>
      run === undefined ? [] : [{ kind, name, run }],
    ),
  )
}
