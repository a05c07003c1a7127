import type Docker from 'dockerode'
import { hasEnded, inspectContainer, killContainer } from './containers.js'
import type { Engine } from './engine.js'
import { ContainerMissing, ContainerUnstoppable, DockerUnavailable } from './errors.js'
import { pause } from './pause.js'

export interface ExitWait {
  readonly engine: Engine
  readonly containerId: string
  readonly name: string
  /** When the container is ended, in milliseconds since the epoch. */
  readonly deadlineAt: number
  readonly signal: AbortSignal
}

export interface Exit {
  readonly found: Docker.ContainerInspectInfo
  /** The Engine did not answer for a while. */
  readonly engineWasAway: boolean
  /** It ended while the Engine did not answer. */
  readonly whileAway: boolean
}

const pollMs = 1000
/** How long the Engine may be away before the wait is given up: a restart or an upgrade fits in. */
const outageMs = 120_000
/** From the first kill at the deadline: what does not die of it never will. */
const killMs = 120_000

/**
 * Waits until the container has ended, and ends it at its deadline. The Engine's own long poll tells at once;
 * because that may hang for ever once the daemon has been restarted, the truth is what `inspect` says.
 *
 * @throws ContainerMissing, ContainerUnstoppable, DockerUnavailable after two minutes without an answer, the
 * reason of `signal`
 */
export async function waitForExit(wait: ExitWait): Promise<Exit> {
  let poll = longPoll(wait)
  let awaySince: number | undefined
  let engineWasAway = false
  let killedAt: number | undefined
  for (;;) {
    const untilDeadline = wait.deadlineAt - Date.now()
    const waitMs = untilDeadline > 0 ? Math.min(pollMs, untilDeadline) : pollMs
    await pause(waitMs, { signal: wait.signal, wake: poll.ended })
    const answer = await lookAgain(wait)
    if (answer instanceof DockerUnavailable) {
      engineWasAway = true
      awaySince ??= Date.now()
      if (Date.now() - awaySince > outageMs) throw answer
      continue
    }
    if (hasEnded(answer)) return { found: answer, engineWasAway, whileAway: awaySince !== undefined }
    awaySince = undefined
    if (poll.isOver()) poll = longPoll(wait)
    if (Date.now() < wait.deadlineAt) continue
    killedAt ??= Date.now()
    if (Date.now() - killedAt > killMs) throw new ContainerUnstoppable(wait.name, killMs)
    await killContainer(wait.engine, wait.containerId, wait.signal)
  }
}

async function lookAgain(wait: ExitWait): Promise<Docker.ContainerInspectInfo | DockerUnavailable> {
  try {
    const found = await inspectContainer(wait.engine, wait.containerId, wait.signal)
    if (found === undefined) throw new ContainerMissing(wait.name)
    return found
  } catch (error) {
    if (error instanceof DockerUnavailable) return error
    throw error
  }
}

interface LongPoll {
  /** Resolves when the Engine says that the container ended; never, when the Engine fails to say so. */
  readonly ended: Promise<void>
  readonly isOver: () => boolean
}

function longPoll({ engine, containerId, signal }: ExitWait): LongPoll {
  let over = false
  const ended = new Promise<void>((resolve) => {
    engine
      .call(
        `wait for container ${containerId}`,
        (abortSignal) => engine.docker.getContainer(containerId).wait({ abortSignal }),
        { deadlineMs: Infinity, signal },
      )
      .then(resolve, () => undefined)
      .finally(() => {
        over = true
      })
  })
  return { ended, isOver: () => over }
}
