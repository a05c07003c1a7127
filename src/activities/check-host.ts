import type { Plan, StagePlan } from '../comparison/plan.js'
import { ImageMissing } from '../docker/errors.js'
import { requireImages } from '../docker/images.js'
import type { LaunchHost } from '../launch/launch-host.js'
import { launchTemplate } from '../launch/launch-container.js'
import { findQuestionFile } from '../launch/question-file.js'

/** What a host lacks for a plan. One sentence for each. */
export class HostRefused extends Error {
  override readonly name = 'HostRefused'

  constructor(host: string, problems: readonly string[]) {
    super(`host ${host} cannot run this comparison: ${problems.join('; ')}`)
  }
}

/** Both images of a pull request, above their common base, and what a build leaves in between. */
const freeBytesNeeded = 4 * 1024 ** 3

/**
 * Checks everything that a plan needs of a host before anything is started there: an Engine that answers, room
 * for images, the images of `--skip-build`, the models of its stages.
 *
 * @throws HostRefused, DockerUnavailable
 */
export async function checkHost(host: LaunchHost, plan: Plan): Promise<void> {
  const state = await host.engine.check()
  const problems: string[] = []
  if (!plan.request.skipBuild && state.freeBytes !== undefined && state.freeBytes < freeBytesNeeded) {
    const free = (state.freeBytes / 1024 ** 3).toFixed(1)
    problems.push(`${free} GiB are free under ${state.storageRoot}, images need at least 4 GiB`)
  }
  for (const stage of plan.stages.filter((planned) => planned.host === host.name)) {
    problems.push(...(await missingQuestions(stage)))
    try {
      await launchTemplate(stage.recipe, host)
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (plan.request.skipBuild) problems.push(...(await missingImages(host, plan)))
  if (problems.length > 0) throw new HostRefused(host.name, [...new Set(problems)])
}

/** A file of questions that the recipe names and the host lacks, in a sentence. */
async function missingQuestions(stage: StagePlan): Promise<string[]> {
  const named = stage.benchmarkType === 'online' ? stage.accuracy?.data : undefined
  if (named === undefined) return []
  const file = await findQuestionFile(named)
  return 'problem' in file ? [`${file.problem}: leave GSM8K out with --skip-gsm8k`] : []
}

/** The images of `--skip-build` that are not there, in a sentence. Here that is the request's fault, not a stage's. */
async function missingImages({ engine }: LaunchHost, { images }: Plan): Promise<string[]> {
  try {
    await requireImages(engine, [images.main.tag, images.pr.tag])
    return []
  } catch (error) {
    if (error instanceof ImageMissing) return [error.message]
    throw error
  }
}
