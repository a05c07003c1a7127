import { imageRoomProblem } from '../host/cleaning/room.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { connectEngine } from '../docker/engine.js'
import { requireImages } from '../docker/images.js'
import { checkOutputFolder } from '../run/run-directory.js'
import { Refused } from './command-error.js'
import { stateFolder } from './embedded/folders.js'

/**
 * Checks what this machine needs for a comparison, where this machine is the host: before anything is started
 * and without writing anything.
 *
 * @throws DockerUnavailable, ImageMissing, OutputFolderUnusable; Refused, where there is no room for the images
 */
export async function checkThisMachine(
  request: ComparisonRequest,
  recipes: readonly Recipe[],
): Promise<void> {
  if (request.outputFolder !== undefined) await checkOutputFolder(request.outputFolder)
  const engine = connectEngine()
  await engine.check()
  if (request.skipBuild) {
    const named = [request.mainImage, request.prImage].filter((name) => name !== undefined)
    await requireImages(engine, named)
    return
  }
  const problem = await imageRoomProblem(
    { engine, stateFolder: stateFolder() },
    baseImages(request, recipes),
    // The worker, which sees what the pull request changes, asks for the second one.
    request.build === 'full' ? 2 : 1,
  )
  if (problem !== undefined) throw new Refused(problem)
}

/** Undefined where the commits' Dockerfiles name it. */
function baseImages({ baseImage }: ComparisonRequest, recipes: readonly Recipe[]): (string | undefined)[] {
  if (baseImage === 'main' || baseImage === 'pr') return [undefined]
  return baseImage === undefined ? recipes.map(({ image }) => image.base) : [baseImage]
}
