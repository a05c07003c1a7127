import { freeBytes, type Engine } from '../../docker/engine.js'
import { inspectImage } from '../../docker/images.js'
import { sumOf, formatBytes } from './describe-removals.js'
import { findFacts, type CleaningHost } from './find-facts.js'
import { planRemovals } from './plan-removals.js'

/** What a base of ROCm takes that is still to be pulled. */
const unknownBaseBytes = 20e9
/** Below that a build is in danger, however small its base. */
const leastBytes = 2e9

/**
 * The one rule of how much must be free for images, by the sizes of their bases (`undefined`: still to be
 * pulled). What is built adds about as much again for each image, and a build needs as much while it goes.
 */
export function roomForImages(baseSizes: readonly (number | undefined)[], images = 2): number {
  return Math.max(leastBytes, ...baseSizes.map((size) => (size ?? unknownBaseBytes) * (images + 1)))
}

/**
 * The size of an image on the disk; `undefined` where it is not there, or named by a Dockerfile which is not read
 * yet.
 */
export async function imageBytes(engine: Engine, name: string | undefined): Promise<number | undefined> {
  return name === undefined ? undefined : (await inspectImage(engine, name))?.bytes
}

/**
 * How much is free where a host keeps images, and where it keeps case files: the less of both, and its
 * folder.
 */
export async function freeRoom({
  engine,
  stateFolder,
}: CleaningHost): Promise<{ bytes: number; folder: string }> {
  const { freeBytes: bytes, storageRoot } = await engine.check()
  // Where nothing was ever kept nothing is short.
  const state = { bytes: (await freeBytes(stateFolder)) ?? Infinity, folder: stateFolder }
  return bytes === undefined || bytes > state.bytes ? state : { bytes, folder: storageRoot }
}

/**
 * Why so many images on these bases find no room on a host, in a sentence; `undefined` where they do, if need
 * be after all that is old has been removed.
 */
export async function imageRoomProblem(
  host: CleaningHost,
  bases: readonly (string | undefined)[],
  images: number,
): Promise<string | undefined> {
  const { freeBytes: free, storageRoot } = await host.engine.check()
  if (free === undefined) return undefined
  const needed = roomForImages(await Promise.all(bases.map((base) => imageBytes(host.engine, base))), images)
  if (free >= needed) return undefined
  // At best, as if nothing were open: the worker asks, and removes no more than it may.
  const { removals } = planRemovals({ ...(await findFacts(host)), stateOf: () => 'closed' })
  if (free + sumOf(removals) >= needed) return undefined
  return (
    `${images === 1 ? 'one image needs' : `${images} images need`} ${formatBytes(needed)}, but only ${formatBytes(free)} are free under ${storageRoot}. ` +
    'Free some space (prbench clean removes what old comparisons left, docker system df shows what uses it), ' +
    'or use existing images with --skip-build'
  )
}
