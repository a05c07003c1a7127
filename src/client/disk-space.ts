import { z } from 'zod'
import { hasStatus } from '../docker/errors.js'
import type { Engine } from '../docker/engine.js'

/** What is built adds about as much again for each arm, and a build needs room while it goes. */
const timesBase = 3
/** Below that any build is in danger, however small its base. */
const leastBytes = 2e9
/** A base of ROCm that is still to be pulled, with two images above it. */
const unknownBaseBytes = 60e9

/** How much must be free for two images, by the sizes of their bases; `undefined` is a base still to be pulled. */
export function minimumFreeBytes(baseSizes: readonly (number | undefined)[]): number {
  return Math.max(
    leastBytes,
    ...baseSizes.map((size) => (size === undefined ? unknownBaseBytes : size * timesBase)),
  )
}

/** The size of an image on the disk; `undefined` where it is not there. */
export async function imageBytes(engine: Engine, name: string): Promise<number | undefined> {
  try {
    const answer: unknown = await engine.call({
      what: `look at image ${name}`,
      run: () => engine.docker.getImage(name).inspect(),
    })
    return z.object({ Size: z.number() }).parse(answer).Size
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}
