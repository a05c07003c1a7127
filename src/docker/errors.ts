/** What went wrong at the Docker Engine; the message is for the reader. */
export abstract class DockerError extends Error {
  override readonly name: string = this.constructor.name
}

/** The daemon does not answer: not running, not reachable, not allowed, or stalled. */
export class DockerUnavailable extends DockerError {
  constructor(address: string, reason: string, options?: ErrorOptions) {
    super(`Docker at ${address} ${reason}`, options)
  }
}

/** The Engine answered a request with an HTTP error that no other class names. */
export class EngineRefused extends DockerError {
  constructor(
    readonly statusCode: number,
    what: string,
    reason: string,
  ) {
    super(`Docker could not ${what}: ${reason} (HTTP ${statusCode})`)
  }
}

/** The host's disk, or the Engine's storage root, has no room left. */
export class DiskFull extends DockerError {
  constructor(what: string, reason: string) {
    super(
      `Docker could not ${what}: the disk is full (${reason}). ` +
        'Free some space (`docker system df` shows what uses it) and try again.',
    )
  }
}

/** The Dockerfile did not build. `logTail` holds the last lines of the build's output. */
export class BuildFailed extends DockerError {
  constructor(
    readonly reason: string,
    readonly logTail: readonly string[],
  ) {
    super(`The image did not build: ${reason}`)
  }
}

/** Images that are not on this host and could not be had. `images` names every one of them. */
export class ImageMissing extends DockerError {
  constructor(images: readonly string[], reason = 'not on this host') {
    const plural = images.length > 1 ? 's' : ''
    super(
      `Image${plural} ${images.join(', ')}: ${reason}. Pull or build the missing image${plural} first; \`docker images\` lists those on this host.`,
    )
  }
}

/** A container of that name exists and is not the one that was asked for. */
export class ContainerConflict extends DockerError {
  constructor(container: string, differences: readonly string[]) {
    super(
      `A container named ${container} exists but belongs to something else (${differences.join('; ')}). ` +
        `Look at it with \`docker inspect ${container}\`; remove it, then retry.`,
    )
  }
}

/** The container was removed by somebody else while it was needed. */
export class ContainerMissing extends DockerError {
  constructor(container: string) {
    super(`Container ${container} is gone: something else removed it before its result was read`)
  }
}

/** The image cannot run the command at all, for instance because the program is not in it. */
export class StartRefused extends DockerError {
  constructor(container: string, reason: string) {
    super(`Container ${container} did not start: ${reason}`)
  }
}

/** The container was ended, by a person or with the Engine, before its result was taken. */
export class ContainerEnded extends DockerError {
  constructor(container: string, how: string) {
    super(`Container ${container} ${how}; this is not the fault of the program in it`)
  }
}

/**
 * A container that goes on although it was killed: the kernel waits for a device, and its GPUs stay taken.
 */
export class ContainerUnstoppable extends DockerError {
  constructor(container: string, waitedMs: number) {
    super(
      `Container ${container} still runs ${Math.round(waitedMs / 1000)} s after SIGKILL. Look for processes in ` +
        'state D and for errors of the GPU driver (dmesg); the host may need a restart',
    )
  }
}

/** A container that was asked for in a way that makes no sense or is not allowed. Nothing was created. */
export class SpecRefused extends DockerError {
  constructor(reason: string) {
    super(`Cannot create this container: ${reason}`)
  }
}

/** A mount that containers of unreviewed code must not get, or that does not exist. */
export class MountRefused extends DockerError {
  constructor(source: string, reason: string) {
    super(`Mount of ${JSON.stringify(source)} refused: ${reason}`)
  }
}

/** The container has no plain file at that path, or one that is larger than the caller takes. */
export class FileUnreadable extends DockerError {
  constructor(container: string, path: string, reason: string) {
    super(`Cannot read ${path} in container ${container}: ${reason}`)
  }
}

/**
 * Whether the host is to blame rather than the code under test: such a failure voids the sample and may be
 * tried again, it never counts against an arm.
 */
export function isInfrastructure(error: unknown): boolean {
  if (error instanceof EngineRefused) return error.statusCode >= 500
  return (
    error instanceof DockerUnavailable ||
    error instanceof DiskFull ||
    error instanceof ContainerMissing ||
    error instanceof ContainerEnded
  )
}

/** What was asked of the Engine; undefined where it answers that there is no such thing. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}

/** Whether the Engine answered with one of these HTTP status codes. */
export function hasStatus(error: unknown, ...statusCodes: number[]): error is EngineRefused {
  return error instanceof EngineRefused && statusCodes.includes(error.statusCode)
}
