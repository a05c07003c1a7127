import type Docker from 'dockerode'
import {
  containerLabels,
  containerName,
  labelDifferences,
  type ContainerIdentity,
} from './container-identity.js'
import { containerOptions, type ContainerSpec } from './container-spec.js'
import { hasEnded, inspectContainer, removeContainer } from './containers.js'
import type { Engine } from './engine.js'
import {
  ContainerConflict,
  ContainerMissing,
  EngineRefused,
  ImageMissing,
  StartRefused,
  hasStatus,
} from './errors.js'
import { resolveMounts } from './mounts.js'
import { availableOpenFiles } from './open-files.js'
import { pause } from './pause.js'

/** How a container came to us: we started it, found it running, or found that it had ended. */
export type Adoption = 'created' | 'running' | 'exited'

export interface StartedContainer {
  readonly found: Docker.ContainerInspectInfo
  readonly adopted: Adoption
}

export interface ContainerRequest {
  readonly engine: Engine
  readonly spec: ContainerSpec
  readonly identity: ContainerIdentity
  readonly signal?: AbortSignal | undefined
}

const lookMs = 100
/**
 * A container that another attempt has just created is probably being started by the Engine right now; to
 * start it as well might run it a second time, should it end at once. A busy machine takes more than a
 * second.
 */
const looksBeforeStart = 30

/**
 * Sees to it that the container of this identity has been started, exactly once for ever: one that runs is
 * adopted, one that ended is left as it is (starting it would run it again), one that was only created is
 * started, and one that is missing is created and started.
 *
 * @throws ContainerConflict, where the name is taken by something else, ImageMissing, StartRefused,
 * MountRefused, SpecRefused.
 */
export async function startContainer(request: ContainerRequest): Promise<StartedContainer> {
  const { engine, spec, identity, signal } = request
  const name = containerName(identity)
  const labels = containerLabels(identity, spec)
  let looks = 0
  for (;;) {
    const found = await inspectContainer(engine, name, signal)
    if (found === undefined) {
      if (await createContainer(request, name, labels)) return await start(request, name)
      // Somebody else has the name already: the Engine gives it away a while before it shows the container.
    } else {
      const differences = labelDifferences(found.Config.Labels, labels)
      if (differences.length > 0) throw new ContainerConflict(name, differences)
      const status = found.State.Status
      if (status !== 'created' && status !== 'removing') return { found, adopted: adoptionOf(found) }
      if (status === 'created' && ++looks > looksBeforeStart) return await start(request, name)
    }
    await pause(lookMs, { signal })
  }
}

/** Gives false when somebody else has just created a container of that name. */
async function createContainer(
  { engine, spec, signal }: ContainerRequest,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<boolean> {
  const mounts = await resolveMounts(spec.mounts)
  const openFiles = spec.openFiles ?? (await availableOpenFiles())
  const options = containerOptions(name, { ...spec, mounts, openFiles }, labels)
  try {
    await engine.call(
      `create container ${name}`,
      (abortSignal) => engine.docker.createContainer({ ...options, abortSignal }),
      { deadlineMs: 60_000, signal },
    )
    return true
  } catch (error) {
    if (hasStatus(error, 409)) return false
    if (hasStatus(error, 404)) throw new ImageMissing([spec.imageId])
    throw error
  }
}

async function start({ engine, signal }: ContainerRequest, name: string): Promise<StartedContainer> {
  let isOurs = true
  try {
    await engine.call(
      `start container ${name}`,
      (abortSignal) => engine.docker.getContainer(name).start({ abortSignal }),
      { deadlineMs: 120_000, signal },
    )
  } catch (error) {
    // 304: it was started meanwhile, by the attempt before this one.
    if (!hasStatus(error, 304)) throw await afterFailedStart(engine, name, error)
    isOurs = false
  }
  const found = await inspectContainer(engine, name, signal)
  if (found === undefined) throw new ContainerMissing(name)
  return { found, adopted: isOurs ? 'created' : adoptionOf(found) }
}

function adoptionOf(found: Docker.ContainerInspectInfo): Adoption {
  return hasEnded(found) ? 'exited' : 'running'
}

/** The Engine keeps a container that it could not start. Nobody needs it. */
async function afterFailedStart(engine: Engine, name: string, error: unknown): Promise<unknown> {
  if (!(error instanceof EngineRefused)) return error
  await removeContainer(engine, name)
  return error.statusCode < 500 ? new StartRefused(name, error.message) : error
}
