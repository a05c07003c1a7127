import { statfs } from 'node:fs/promises'
import { Agent } from 'node:http'
import { inspect } from 'node:util'
import Docker from 'dockerode'
import { z } from 'zod'
import { DockerUnavailable } from './errors.js'
import { machineAddress, translateError } from './translate-error.js'

/** A connection to one Docker Engine, with a deadline on every call. */
export interface Engine {
  readonly docker: Docker
  /** Where the Engine is, as a person would write it in DOCKER_HOST. */
  readonly address: string
  /**
   * Makes one call and waits for its answer (of a stream: for its beginning; the caller destroys the stream).
   *
   * @param what completes the sentence "Docker could not ..."
   * @throws DockerUnavailable, where nothing answers within the deadline, DiskFull, EngineRefused; the reason
   * of `signal`, unchanged, once that is aborted.
   */
  call<T>(what: string, run: (abortSignal: AbortSignal) => Promise<T>, bounds?: CallBounds): Promise<T>
  /** What the Engine is and has. Proves that it answers. */
  check(): Promise<EngineState>
}

export interface CallBounds {
  /** Milliseconds until the call is given up; 30 s unless said otherwise, Infinity for a long poll. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface EngineState {
  readonly version: string
  /** The first number of the version: 20 for 20.10.24. */
  readonly majorVersion: number
  /** With it, running containers survive a restart of the daemon. */
  readonly liveRestore: boolean
  readonly storageRoot: string
  /** Free bytes under the storage root; undefined where that is on another machine. */
  readonly freeBytes: number | undefined
}

const defaultDeadlineMs = 30_000

/**
 * Connects to the Engine that DOCKER_HOST names, else to the machine's own socket; `socketPath` overrides
 * both. Opens nothing yet: the first call does.
 *
 * @throws DockerUnavailable, where DOCKER_HOST cannot be understood
 */
export function connectEngine({ socketPath }: { socketPath?: string } = {}): Engine {
  const address = socketPath === undefined ? addressFromEnvironment() : `unix://${socketPath}`
  const docker = openDocker(address, socketPath)
  const engine: Engine = {
    docker,
    address,
    call: (what, run, bounds) => callWithin(address, what, run, bounds),
    check: () => checkEngine(engine),
  }
  return engine
}

function addressFromEnvironment(): string {
  const host = process.env.DOCKER_HOST
  return host === undefined || host === '' ? machineAddress : host
}

function openDocker(address: string, socketPath: string | undefined): Docker {
  // No kept-alive connections: one left over from before a restart of the daemon would fail the next call.
  const options: Docker.DockerOptions & { agent?: Agent } = {}
  if (address.startsWith('unix://')) options.agent = opaque(new Agent({ keepAlive: false }))
  if (socketPath !== undefined) options.socketPath = socketPath
  try {
    return new Docker(options)
  } catch (error) {
    throw new DockerUnavailable(address, 'cannot be reached: DOCKER_HOST is not an address', { cause: error })
  }
}

/**
 * The object, with its insides hidden from `util.inspect`. docker-modem writes the options of every request
 * out for a debug line, to any depth; through an agent's sockets and a signal's listeners that is everything
 * the process holds, seconds of work for each request.
 */
function opaque<T extends object>(object: T): T {
  return Object.defineProperty(object, inspect.custom, { value: () => '[hidden]' })
}

async function callWithin<T>(
  address: string,
  what: string,
  run: (abortSignal: AbortSignal) => Promise<T>,
  { deadlineMs = defaultDeadlineMs, signal }: CallBounds = {},
): Promise<T> {
  signal?.throwIfAborted()
  const request = new AbortController()
  opaque(request.signal)
  let giveUp: (reason: unknown) => void = () => undefined
  // Raced, because a request whose connection is half dead may settle never, not even when it is aborted.
  const givenUp = new Promise<never>((_resolve, reject) => {
    giveUp = (reason) => {
      request.abort()
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason is rethrown as it is
      reject(reason)
    }
  })
  const late = () => {
    giveUp(new DockerUnavailable(address, `did not ${what} within ${Math.ceil(deadlineMs / 1000)} s`))
  }
  const onAbort = () => {
    giveUp(signal?.reason)
  }
  const timer = Number.isFinite(deadlineMs) ? setTimeout(late, deadlineMs) : undefined
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([run(request.signal), givenUp])
  } catch (error) {
    throw request.signal.aborted ? error : translateError(error, what, address)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

const infoSchema = z.object({
  ServerVersion: z.string(),
  LiveRestoreEnabled: z.boolean().default(false),
  DockerRootDir: z.string(),
})

async function checkEngine(engine: Engine): Promise<EngineState> {
  const answer: unknown = await engine.call('say what it is', () => engine.docker.info(), {
    deadlineMs: 10_000,
  })
  const info = infoSchema.parse(answer)
  return {
    version: info.ServerVersion,
    majorVersion: Number.parseInt(info.ServerVersion, 10),
    liveRestore: info.LiveRestoreEnabled,
    storageRoot: info.DockerRootDir,
    freeBytes: engine.address.startsWith('unix://') ? await freeBytes(info.DockerRootDir) : undefined,
  }
}

/** Free bytes under a folder of this machine; undefined where there is no such folder. */
export async function freeBytes(directory: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch {
    // A desktop Engine lives in a virtual machine: its folders are not ours to see.
    return undefined
  }
}
