import { imageRoomProblem } from '../host/cleaning/room.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { connectEngine } from '../docker/engine.js'
import { DockerUnavailable, ImageMissing } from '../docker/errors.js'
import { requireImages } from '../docker/images.js'
import { OutputFolderUnusable } from '../run/errors.js'
import { checkOutputFolder } from '../run/run-directory.js'
import { Refused } from './command-error.js'
import { stateFolder } from './embedded/folders.js'

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
    await engine.check()
    if (request.skipBuild) {
      await requireImages(
        engine,
        [request.mainImage, request.prImage].filter((name) => name !== undefined),
      )
    } else {
      const host = { engine, stateFolder: stateFolder() }
      const problem = await imageRoomProblem(host, baseImages(request, recipes))
      if (problem !== undefined) throw new Refused(problem)
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

function baseImages(request: ComparisonRequest, recipes: readonly Recipe[]): string[] {
  return request.baseImage === undefined ? recipes.map(({ image }) => image.base) : [request.baseImage]
}
