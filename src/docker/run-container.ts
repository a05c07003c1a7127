import type Docker from 'dockerode'
import { containerName } from './container-identity.js'
import { hasEnded, killContainer } from './containers.js'
import type { LogLines } from './log-lines.js'
import { readLog } from './read-log.js'
import { rememberedEnd, type RememberedEnd } from './remembered-end.js'
import { startContainer, type Adoption, type ContainerRequest } from './start-container.js'
import { waitForExit } from './wait-for-exit.js'

export interface ContainerRun extends ContainerRequest {
  /**
   * Gets every line the container printed, from its very first also when it was adopted, in order and once,
   * some at a time. When it returns a promise, the next ones come after that.
   */
  readonly onLines: (lines: LogLines) => void | Promise<void>
  readonly onState?: (state: ContainerState) => void
}

/** `started`: by this run, or by an attempt before it. */
export type ContainerState = 'started' | 'ended'

export interface ContainerResult {
  readonly containerId: string
  readonly name: string
  readonly exitCode: number
  /** The kernel ended a process of it for lack of memory. */
  readonly oomKilled: boolean
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly adopted: Adoption
  /** It ran into its deadline and was ended. */
  readonly timedOut: boolean
  /** It printed four times its log's limit and was ended. */
  readonly floodedLog: boolean
  /**
   * The Engine was away for a while as it ran. With live-restore that did it no harm, unless it ended
   * meanwhile.
   */
  readonly engineWasAway: boolean
  /**
   * It ended with an Engine that has no live-restore, or while the Engine was away: what it printed last is
   * then lost, and who ended it is not known. Its end says nothing about the code under test.
   */
  readonly lostWithEngine: boolean
  /**
   * Somebody sent it a signal through the Engine (`docker kill`, `docker stop`), which this run did not: its
   * end says nothing about the code under test. A caller that stops containers itself knows better.
   */
  readonly killedFromOutside: boolean
}

/**
 * Runs one container to its end, or goes on with it where an earlier attempt left off: whatever was started
 * under this identity is never started again. All lines are delivered before the promise resolves. The
 * container stays until the caller removes it. When `signal` is aborted the container is left running.
 *
 * @throws what startContainer throws; ContainerMissing, where it is removed from outside;
 * ContainerUnstoppable; DockerUnavailable, where the Engine stays away; whatever `onLines` throws; the reason
 * of `signal`, unchanged.
 */
export async function runContainer(run: ContainerRun): Promise<ContainerResult> {
  const started = await startContainer(run)
  run.onState?.('started')
  // Aborted at the end, so that no request outlives the run.
  const own = new AbortController()
  const signal = AbortSignal.any([own.signal, ...(run.signal === undefined ? [] : [run.signal])])
  try {
    return await attend(run, started.found, started.adopted, signal)
  } finally {
    own.abort()
  }
}

async function attend(
  run: ContainerRun,
  found: Docker.ContainerInspectInfo,
  adopted: Adoption,
  signal: AbortSignal,
): Promise<ContainerResult> {
  const { engine, spec, identity } = run
  const name = containerName(identity)
  const startedAt = new Date(found.State.StartedAt)
  const deadlineAt = startedAt.getTime() + spec.deadlineSeconds * 1000
  const shared = { engine, containerId: found.Id, name, signal }

  const ended = hasEnded(found)
    ? Promise.resolve({ found, engineWasAway: false, whileAway: false })
    : waitForExit({ ...shared, deadlineAt })
  const reading = readLog({ ...shared, onLines: run.onLines, maxBytes: spec.logMaxBytes, ended })
  const endedOrFlooded = reading.then(async (outcome) => {
    if (outcome === 'limit') await killContainer(engine, found.Id, signal)
    return outcome
  })
  const [{ found: end, engineWasAway, whileAway }, log] = await Promise.all([ended, endedOrFlooded])
  run.onState?.('ended')

  const { ExitCode: exitCode, OOMKilled: oomKilled, FinishedAt } = end.State
  const finishedAt = new Date(FinishedAt)
  const timedOut = finishedAt.getTime() >= deadlineAt
  const floodedLog = log === 'limit'
  const remembered =
    whileAway || timedOut || floodedLog ? undefined : await rememberedEnd(engine, end.Id, signal)
  const needsFlag = remembered !== undefined && !remembered.started && remembered.seen
  const liveRestore = needsFlag && (await engine.check()).liveRestore
  return {
    containerId: end.Id,
    name,
    exitCode,
    oomKilled,
    startedAt,
    finishedAt,
    adopted,
    timedOut,
    floodedLog,
    engineWasAway: engineWasAway || remembered?.cameUpLater === true,
    ...blameOf({ whileAway, liveRestore, remembered }),
  }
}

/** What is known of an end that the container may not have brought about itself. */
export interface EndCircumstances {
  /** It ended while the Engine did not answer. */
  readonly whileAway: boolean
  readonly liveRestore: boolean
  /** Absent where the events need not be asked, as the end is explained without them. */
  readonly remembered: RememberedEnd | undefined
}

/**
 * Whose doing an end was. With live-restore a container may well have ended by itself while the Engine was
 * away, but what it printed then went nowhere. An Engine without it ends what it finds running when it comes
 * up, with the same events as a person's `docker kill`: it then remembers the kill, and not the start; what
 * needed that container may have ended before its turn. One that remembers nothing of a container came up
 * after its end.
 */
export function blameOf({
  whileAway,
  liveRestore,
  remembered,
}: EndCircumstances): Pick<ContainerResult, 'lostWithEngine' | 'killedFromOutside'> {
  if (whileAway) return { lostWithEngine: true, killedFromOutside: false }
  if (remembered === undefined) return { lostWithEngine: false, killedFromOutside: false }
  const { seen, started, cameUpLater, killed } = remembered
  const endedAtItsStart = !liveRestore && (cameUpLater || (killed && !started))
  const lostWithEngine = !seen || endedAtItsStart
  return { lostWithEngine, killedFromOutside: killed && !lostWithEngine }
}
