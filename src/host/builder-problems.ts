import { builtImagesOf } from '../comparison/image-plan.js'
import type { Plan } from '../comparison/plan.js'
import { engineFor } from '../docker/build.js'
import type { Engine } from '../docker/engine.js'

const featureWords = {
  heredocs: 'heredocs',
  trimming: 'trimmed variables, such as ${ARCH%-*}',
} as const

/** Why this Engine cannot build a plan's images: a sentence for each thing that its builder is too old for. */
export async function builderProblems(engine: Engine, plan: Plan): Promise<string[]> {
  const { majorVersion, version } = await engine.check()
  const built = builtImagesOf(plan)
  return (['heredocs', 'trimming'] as const).flatMap((feature) => {
    const arms = new Set(built.filter(({ needs }) => needs?.includes(feature)).map(({ arm }) => arm))
    // That of an Engine that was built by hand may be no number.
    const isTooOld = majorVersion < engineFor[feature]
    if (!isTooOld || arms.size === 0) return []
    return [
      `the Dockerfile of ${[...arms].join(' and ')} has ${featureWords[feature]}, which need Docker Engine ${engineFor[feature]} or newer, ` +
        `and this is ${version}: upgrade Docker, or build the images elsewhere and name them with --skip-build`,
    ]
  })
}
