import { Readable } from 'node:stream'

/**
 * dockerode types its streams by their oldest interface, which cannot be destroyed. What it gives is a
 * Readable.
 */
export function asReadable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream
  throw new TypeError('Docker’s answer is not a stream')
}
