import type { Readable } from 'node:stream'
import { z } from 'zod'
import { readStream } from './bounded-stream.js'
import { createBuildLog, type BuildLog } from './build-log.js'
import { openBuildSession } from './build-session.js'
import { decodeBuildStatus } from './buildkit-status.js'
import { dial } from './dial.js'
import type { Engine } from './engine.js'
import { BuildFailed, DiskFull } from './errors.js'
import { inspectImage } from './images.js'
import { failureOf, readProgress, type ProgressMessage } from './progress.js'
import { saysDiskFull } from './translate-error.js'

export interface BuildRequest {
  readonly engine: Engine
  /** The build context as a tar, such as `git archive` writes. Destroyed when the build ends. */
  readonly context: Readable
  /** Path of the Dockerfile inside the context. */
  readonly dockerfile: string
  /** The stage of the Dockerfile that becomes the image; the last one where none is named. */
  readonly target?: string
  readonly buildArguments: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** `repository:tag` for the image. */
  readonly tag: string
  /**
   * Keeps the cache mounts of this build (`RUN --mount=type=cache`) apart from those of builds with another
   * namespace, so that a pull request cannot poison what main builds from.
   */
  readonly cacheNamespace?: string
  /** Gets the log line by line, as `docker build --progress=plain` prints it. */
  readonly onLog: (line: string) => void | Promise<void>
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs: number
}

const tailLines = 40

/**
 * The first Docker Engine whose builder understands it: BuildKit 0.10 and 0.13
 * (https://docs.docker.com/build/buildkit/dockerfile-release-notes, 1.4 and 1.7).
 */
export const engineFor = { heredocs: 23, trimming: 26 } as const

/**
 * Builds an image with BuildKit and gives its id. Base images are taken from this host if they are there; no
 * credentials, secrets or local files are within the build's reach. When `signal` is aborted the build is
 * cancelled and leaves no image.
 *
 * @throws BuildFailed, with the end of the log, also when the deadline passes; DiskFull; DockerUnavailable,
 * also where the build failed as the Engine shut down; whatever the context or `onLog` throws; the reason of
 * `signal`, unchanged.
 */
export async function buildImage(request: BuildRequest): Promise<{ imageId: string }> {
  const { engine, context, signal } = request
  const broken: { context?: Error } = {}
  context.on('error', (error) => {
    broken.context = error
  })
  try {
    const session = await openBuildSession(engine, signal)
    try {
      return await build(request, session.id)
    } finally {
      session.close()
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (broken.context !== undefined) throw broken.context
    // A daemon that shuts down fails what it still builds, and has let nobody in any more since before that.
    if (error instanceof BuildFailed) await engine.check()
    throw error
  } finally {
    context.destroy()
  }
}

async function build(request: BuildRequest, session: string): Promise<{ imageId: string }> {
  const { engine, onLog, tag } = request
  const what = `build ${tag}`
  const bounds = {
    engine,
    what,
    deadlineMs: request.deadlineMs,
    lateError: () => new BuildFailed(`it took longer than ${Math.ceil(request.deadlineMs / 1000)} s`, tail),
    signal: request.signal,
  }
  const log = createBuildLog()
  const tail: string[] = []
  const write = async (line: string) => {
    tail.push(line)
    if (tail.length > tailLines) tail.shift()
    await onLog(line)
  }
  let builtId: string | undefined

  const open = (abortSignal: AbortSignal) => dialBuild(request, session, abortSignal)
  await readStream(bounds, open, async (readable) => {
    for await (const message of readProgress(readable)) {
      for (const line of linesOf(message, log.take)) await write(line)
      builtId = imageIdOf(message) ?? builtId
      const failure = failureOf(message)
      if (failure === undefined) continue
      for (const line of [...log.flush(), `ERROR: ${failure}`]) await write(line)
      if (saysDiskFull(failure)) throw new DiskFull(what, failure)
      throw new BuildFailed(await explain(engine, failure), tail)
    }
  })
  const image = builtId === undefined ? undefined : await inspectImage(engine, builtId)
  if (image === undefined)
    throw new BuildFailed('the build ended without an error and without an image', tail)
  return { imageId: image.id }
}

/**
 * Docker Engine API, ImageBuild, with version 2 (BuildKit). Not through dockerode's buildImage, which would
 * open a session of its own over ours.
 */
function dialBuild(request: BuildRequest, session: string, abortSignal: AbortSignal): Promise<unknown> {
  const { engine, context, dockerfile, target, labels, tag, cacheNamespace } = request
  const buildArguments =
    cacheNamespace === undefined
      ? request.buildArguments
      : { ...request.buildArguments, BUILDKIT_CACHE_MOUNT_NS: cacheNamespace }
  return dial(engine, {
    path: '/build?',
    method: 'POST',
    file: context,
    options: {
      version: '2',
      session,
      dockerfile,
      ...(target === undefined ? {} : { target }),
      buildargs: buildArguments,
      labels,
      t: tag,
      rm: true,
      forcerm: true,
    },
    isStream: true,
    statusCodes: { 200: true, 400: 'bad parameter', 500: 'server error' },
    abortSignal,
  })
}

const imageSchema = z.object({ ID: z.string() })

function imageIdOf({ id, aux }: ProgressMessage): string | undefined {
  return id === 'moby.image.id' ? imageSchema.parse(aux).ID : undefined
}

function linesOf({ id, aux, stream }: ProgressMessage, take: BuildLog['take']): string[] {
  if (id === 'moby.buildkit.trace' && typeof aux === 'string') return take(decodeBuildStatus(aux))
  return stream === undefined ? [] : stream.split('\n').filter((line) => line.trim() !== '')
}

async function explain(engine: Engine, failure: string): Promise<string> {
  if (!failure.includes('unknown instruction')) return failure
  const { version, majorVersion } = await engine.check()
  if (majorVersion >= engineFor.heredocs) return failure
  return (
    `${failure}. If the Dockerfile has heredocs in RUN, it needs Docker Engine ${engineFor.heredocs} or newer and this is ${version}: ` +
    'upgrade Docker, or build the image elsewhere and name it with --skip-build.'
  )
}
