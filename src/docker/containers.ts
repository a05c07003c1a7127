import type Docker from 'dockerode'
import { ourLabels } from './container-identity.js'
import type { Engine } from './engine.js'
import { hasStatus, unlessMissing } from './errors.js'
import { pause } from './pause.js'

/** A container of ours, as a listing shows it. */
export interface OurContainer {
  readonly id: string
  readonly name: string
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly state: string
  readonly labels: Readonly<Record<string, string>>
}

/** The container by name or id, or undefined when there is none. */
export async function inspectContainer(
  engine: Engine,
  name: string,
  signal?: AbortSignal,
): Promise<Docker.ContainerInspectInfo | undefined> {
  const asked = engine.call(
    `look at container ${name}`,
    (abortSignal) => engine.docker.getContainer(name).inspect({ abortSignal }),
    { signal },
  )
  return unlessMissing(asked)
}

/** Every container that carries a label of ours and all of `labels`, stopped ones too. */
export async function listOurs(
  engine: Engine,
  labels: Readonly<Record<string, string>> = {},
): Promise<OurContainer[]> {
  const found = await engine.call('list containers', (abortSignal) =>
    engine.docker.listContainers({ all: true, filters: { label: ourLabels(labels) }, abortSignal }),
  )
  return found.map((container) => ({
    id: container.Id,
    name: (container.Names[0] ?? container.Id).replace(/^\//, ''),
    state: container.State,
    labels: container.Labels,
  }))
}

/** Whether the container ran and does so no more. */
export function hasEnded({ State: { Status } }: Docker.ContainerInspectInfo): boolean {
  return Status === 'exited' || Status === 'dead'
}

/** Ends a container at once. Harmless when it does not run, or does not exist. */
export async function killContainer(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  await signalContainer(engine, name, 'SIGKILL', signal)
}

/** Sends a signal to a container's first process. Harmless when it does not run, or does not exist. */
export async function signalContainer(
  engine: Engine,
  name: string,
  unixSignal: 'SIGKILL' | 'SIGINT' | 'SIGTERM',
  signal?: AbortSignal,
): Promise<void> {
  try {
    await engine.call(
      unixSignal === 'SIGKILL' ? `end container ${name}` : `send ${unixSignal} to container ${name}`,
      (abortSignal) => engine.docker.getContainer(name).kill({ signal: unixSignal, abortSignal }),
      { signal },
    )
  } catch (error) {
    // 409 (500 before Engine 20.10): it does not run.
    if (!hasStatus(error, 404, 409)) throw error
  }
}

/** Removes a container with its unnamed volumes, running or not, if there is one. */
export async function removeContainer(engine: Engine, name: string): Promise<void> {
  try {
    const asked = engine.call(
      `remove container ${name}`,
      (abortSignal) => engine.docker.getContainer(name).remove({ force: true, v: true, abortSignal }),
      { deadlineMs: 60_000 },
    )
    await unlessMissing(asked)
  } catch (error) {
    // 409: somebody else is removing it already.
    if (!hasStatus(error, 409)) throw error
    await untilGone(engine, name)
  }
}

async function untilGone(engine: Engine, name: string): Promise<void> {
  const end = Date.now() + 30_000
  while (Date.now() < end && (await inspectContainer(engine, name)) !== undefined) {
    await pause(100)
  }
}
