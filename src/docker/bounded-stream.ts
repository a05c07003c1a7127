import { addAbortSignal, Readable } from 'node:stream'
import type { Engine } from './engine.js'
import { DockerUnavailable } from './errors.js'
import { translateError } from './translate-error.js'

export interface StreamBounds {
  readonly engine: Engine
  /** Completes the sentence "Docker could not ...". */
  readonly what: string
  readonly deadlineMs: number
  /** What is thrown when the deadline passes, if not DockerUnavailable. */
  readonly lateError?: () => Error
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a stream of the Engine, reads it within a deadline, and destroys it afterwards whatever happened.
 *
 * @throws what `read` throws; what the Engine refuses; DockerUnavailable, where the connection breaks;
 * `lateError` when the deadline passes; the reason of `signal`, unchanged, once that is aborted.
 */
export async function readStream<T>(
  { engine, what, deadlineMs, lateError, signal }: StreamBounds,
  open: (abortSignal: AbortSignal) => Promise<unknown>,
  read: (stream: Readable) => Promise<T>,
): Promise<T> {
  const stream = asReadable(await engine.call(what, open, { deadlineMs, signal }))
  const deadline = AbortSignal.timeout(deadlineMs)
  try {
    return await read(addAbortSignal(AbortSignal.any([deadline, ...(signal ? [signal] : [])]), stream))
  } catch (error) {
    signal?.throwIfAborted()
    if (!deadline.aborted) throw translateError(error, what, engine.address)
    const reason = `did not ${what} within ${Math.ceil(deadlineMs / 1000)} s`
    throw lateError?.() ?? new DockerUnavailable(engine.address, reason)
  } finally {
    stream.destroy()
  }
}

/**
 * dockerode types its streams by their oldest interface, which cannot be destroyed. What it gives is a
 * Readable.
 */
export function asReadable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream
  throw new TypeError('Docker’s answer is not a stream')
}
