import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { connectEngine, type Engine } from '../docker/engine.js'
import { DockerUnavailable, ImageMissing } from '../docker/errors.js'
import { requireImages } from '../docker/images.js'
import { OutputFolderUnusable } from '../results/errors.js'
import { checkOutputFolder } from '../results/run-directory.js'
import { Refused } from './command-error.js'
import { imageBytes, minimumFreeBytes } from './disk-space.js'

/**
 * Checks what this machine needs for a comparison, where this machine is the host: before anything is started
 * and without writing anything.
 *
 * @throws Refused
 */
export async function checkThisMachine(
  request: ComparisonRequest,
  recipes: readonly Recipe[],
): Promise<void> {
  try {
    if (request.outputFolder !== undefined) await checkOutputFolder(request.outputFolder)
    const engine = connectEngine()
    const { freeBytes, storageRoot } = await engine.check()
    if (request.skipBuild) {
      await requireImages(
        engine,
        [request.mainImage, request.prImage].filter((name) => name !== undefined),
      )
    } else if (freeBytes !== undefined) {
      await checkDisk(engine, baseImages(request, recipes), { freeBytes, storageRoot })
    }
  } catch (error) {
    if (
      error instanceof DockerUnavailable ||
      error instanceof ImageMissing ||
      error instanceof OutputFolderUnusable
    ) {
      throw new Refused(error.message, { cause: error })
    }
    throw error
  }
}

async function checkDisk(
  engine: Engine,
  bases: readonly string[],
  disk: { freeBytes: number; storageRoot: string },
): Promise<void> {
  const sizes = await Promise.all(bases.map((base) => imageBytes(engine, base)))
  const needed = minimumFreeBytes(sizes)
  if (disk.freeBytes >= needed) return
  throw new Refused(
    `${gigabytes(disk.freeBytes)} GB are free under ${disk.storageRoot}, and two images need ${gigabytes(needed)} GB: ` +
      'make room there (docker system df shows what Docker holds), or use images that exist with --skip-build',
  )
}

function baseImages(request: ComparisonRequest, recipes: readonly Recipe[]): string[] {
  return request.baseImage === undefined ? recipes.map(({ image }) => image.base) : [request.baseImage]
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1)
}
