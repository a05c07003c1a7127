import { imageRoomProblem } from './cleaning/room.js'
import { builtImagesOf, imageSetsOf } from '../comparison/image-plan.js'
import type { Plan } from '../comparison/plan.js'
import { builderProblems } from './builder-problems.js'
import { ImageMissing } from '../docker/errors.js'
import { requireImages } from '../docker/images.js'
import { engineOf } from '../engines/registry.js'
import { reasonWords } from '../report/words/launch-reasons.js'
import { GpuStateUnknown, readGpuState } from '../gpus/read-state.js'
import type { LaunchHost } from './launch-host.js'
import { launchTemplate } from './launch-container.js'

/** What a host lacks for a plan. One sentence for each. */
export class HostRefused extends Error {
  override readonly name = 'HostRefused'

  constructor(host: string, problems: readonly string[]) {
    super(`host ${host} cannot run this comparison: ${problems.join('; ')}`)
  }
}

/**
 * Checks everything that a plan needs of a host before anything is started there: an Engine that answers,
 * room for images, the images of `--skip-build`, the models of its stages.
 *
 * @throws HostRefused, DockerUnavailable
 */
export async function checkHost(host: LaunchHost, plan: Plan, stateFolder: string): Promise<void> {
  const problems: string[] = []
  if (!plan.request.skipBuild) {
    problems.push(...(await builderProblems(host.engine, plan)))
    const bases = [...new Set(imageSetsOf(plan).map(({ main }) => main.baseImage))]
    const problem = await imageRoomProblem(
      { engine: host.engine, stateFolder },
      bases,
      builtImagesOf(plan).length,
    )
    if (problem !== undefined) problems.push(problem)
  }
  for (const stage of plan.stages.filter((planned) => planned.host === host.name)) {
    const unusable = await engineOf(stage.recipe).hostProblems(stage)
    problems.push(...unusable.map((problem) => reasonWords(problem)))
    problems.push(...(await problemOf(launchTemplate(stage.recipe, host), Error)))
  }
  if (plan.request.skipBuild) {
    // Here that is the request's fault, not a stage's.
    const { main, pr } = plan.images
    problems.push(...(await problemOf(requireImages(host.engine, [main.tag, pr.tag]), ImageMissing)))
  }
  // Before each pair it is seen whether the GPUs are free: a host that cannot tell would wait for ever.
  const { vendor } = host.gpus
  if (vendor.tools.length > 0) problems.push(...(await problemOf(readGpuState(vendor), GpuStateUnknown)))
  if (problems.length > 0) throw new HostRefused(host.name, [...new Set(problems)])
}

/** Why something cannot be had, in a sentence; other failures than this one pass. */
async function problemOf(
  asked: Promise<unknown>,
  Problem: typeof Error | typeof ImageMissing | typeof GpuStateUnknown,
): Promise<string[]> {
  try {
    await asked
    return []
  } catch (error) {
    if (error instanceof Problem) return [error.message]
    throw error
  }
}
