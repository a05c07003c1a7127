import { z } from 'zod'
import { DiskFull, DockerUnavailable, EngineRefused } from './errors.js'

/** Where the Engine of the machine itself listens. */
export const machineAddress = 'unix:///var/run/docker.sock'

const startHint =
  'Start it with `sudo systemctl start docker`, or run `scripts/setup.sh` to install and start it.'
/** Starting the machine's own Engine would not help: nobody asks it. */
const chosenHint = 'Check DOCKER_HOST, or unset it to use this machine’s Docker.'

const connectionReasons = (hint: string): Readonly<Record<string, string>> => ({
  ENOENT: `does not answer: the socket does not exist. ${hint}`,
  ECONNREFUSED: `does not answer: nothing listens there. ${hint}`,
  EACCES:
    'is not accessible to this user. Join the group that owns the socket (`sudo usermod -aG docker $USER`), then log in again.',
  EPERM: 'is not accessible to this user.',
  ENOTFOUND: 'cannot be found: the host name in DOCKER_HOST does not resolve.',
  EHOSTUNREACH: 'cannot be reached: no route to that host.',
  ETIMEDOUT: 'cannot be reached: the connection timed out.',
  ECONNRESET: `broke the connection, as it does when the daemon restarts. ${hint}`,
  EPIPE: `broke the connection, as it does when the daemon restarts. ${hint}`,
  ERR_STREAM_PREMATURE_CLOSE: `broke the connection, as it does when the daemon restarts. ${hint}`,
})

/** What Node and docker-modem say of a failure; other programs' errors may have something else there. */
const failureSchema = z.object({
  code: z.string().optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
})

/**
 * Turns what dockerode rejects with into one of our own errors: connection failures into DockerUnavailable,
 * HTTP errors into DiskFull or EngineRefused. Anything else comes back as it is. `what` completes "Docker
 * could not ...".
 */
export function translateError(error: unknown, what: string, address: string): unknown {
  if (!(error instanceof Error)) return error
  const { code, statusCode } = failureSchema.parse(error)
  const isChosen = address === process.env.DOCKER_HOST && address !== machineAddress
  const reason = code === undefined ? undefined : connectionReasons(isChosen ? chosenHint : startHint)[code]
  if (reason !== undefined) return new DockerUnavailable(address, reason, { cause: error })
  if (statusCode === undefined) return error
  const message = engineMessage(error)
  return saysDiskFull(message) ? new DiskFull(what, message) : new EngineRefused(statusCode, what, message)
}

/**
 * Whether a message of the Engine tells of a full disk. Only for the Engine's own words, never a program's
 * output.
 */
export function saysDiskFull(message: string): boolean {
  return /no space left on device|disk quota exceeded/i.test(message)
}

/** The Engine's own words, without the prefix that docker-modem puts before them. */
function engineMessage(error: Error): string {
  return error.message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim()
}
