import type { Engine } from '../docker/engine.js'
import { hasStatus } from '../docker/errors.js'
import { inspectImage } from '../docker/images.js'
import { removeVolume, volumesWithLabel } from '../docker/volumes.js'
import { jitCacheLabel } from './jit-cache.js'

/** Removes the compiled kernels of images that are no longer on the host. Gives the names of their volumes. */
export async function removeOrphanCaches(engine: Engine): Promise<string[]> {
  const removed: string[] = []
  for (const { name, value: image } of await volumesWithLabel(engine, jitCacheLabel)) {
    if ((await inspectImage(engine, image)) !== undefined) continue
    try {
      if (await removeVolume(engine, name)) removed.push(name)
    } catch (error) {
      // A container still has it: it goes with the next look.
      if (!hasStatus(error, 409)) throw error
    }
  }
  return removed
}
