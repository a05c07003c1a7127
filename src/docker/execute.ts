import { z } from 'zod'
import type { Engine } from './engine.js'
import { ContainerMissing, hasStatus } from './errors.js'
import { pause } from './pause.js'

export interface Execution {
  readonly engine: Engine
  /** Name or id. */
  readonly container: string
  readonly command: readonly string[]
  /** Until the program is given up; it then goes on, and dies with its container. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

const creationSchema = z.object({ id: z.string() })
const stateSchema = z.object({ Running: z.boolean(), ExitCode: z.number().nullable() })

const firstLookMs = 20
const slowestLookMs = 250

/**
 * Runs a program to its end inside a container that runs already. Gives its exit code; its output is not
 * kept. `undefined` where the container does not run, or stopped meanwhile, or the program ran into its
 * deadline.
 *
 * @throws ContainerMissing, DockerUnavailable, the reason of `signal`
 */
export async function executeInContainer(execution: Execution): Promise<number | undefined> {
  const { engine, container, command, deadlineMs, signal } = execution
  const deadlineAt = Date.now() + deadlineMs
  const what = `run ${command[0] ?? ''} in container ${container}`
  try {
    const created: unknown = await engine.call(
      what,
      (abortSignal) => engine.docker.getContainer(container).exec({ Cmd: [...command], abortSignal }),
      { signal },
    )
    const exec = engine.docker.getExec(creationSchema.parse(created).id)
    await engine.call(what, (abortSignal) => exec.start({ Detach: true, abortSignal }), { signal })
    for (let waitMs = firstLookMs; ; waitMs = Math.min(2 * waitMs, slowestLookMs)) {
      await pause(waitMs, { signal })
      const answer: unknown = await engine.call(what, (abortSignal) => exec.inspect({ abortSignal }), {
        signal,
      })
      const { Running: isRunning, ExitCode: exitCode } = stateSchema.parse(answer)
      if (!isRunning) return exitCode ?? undefined
      if (Date.now() >= deadlineAt) return undefined
    }
  } catch (error) {
    // 409: it is paused or has stopped.
    if (hasStatus(error, 409)) return undefined
    if (hasStatus(error, 404)) throw new ContainerMissing(container)
    throw error
  }
}
