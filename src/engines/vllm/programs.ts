import { z } from 'zod'
import { StageUnmeasurable, type EngineLaunch, type EnginePrograms, type EngineProcess } from '../engine.js'
import { onlineCaseSchema } from '../online-cases.js'
import { withinPriming } from '../online-server.js'
import { probedOf } from './image.js'
import { offlineCaseSchema } from './offline-cases.js'
import { offlineProcess } from './offline.js'
import { serverProcess } from './online.js'
import { vllmRecipeSchema, type VllmRecipe } from './recipe.js'

export const vllmPrograms: EnginePrograms = {
  hostProblems: () => Promise.resolve([]),
  processFor,
}

/** @throws StageUnmeasurable, where an image has no vLLM */
function processFor(launch: EngineLaunch, names: readonly string[]): EngineProcess {
  const { stage, image, driver, folders, purpose } = launch
  for (const each of [image, driver]) {
    if (probedOf(each).version === null)
      throw new StageUnmeasurable(`${each.tag} has no vLLM: is it an image of it?`)
  }
  const given = vllmRecipeSchema.parse(stage.recipe)
  const recipe = purpose === 'priming' ? asPrimed(given) : given
  const { tensorParallel, environment, offline, online } = recipe
  const cases = stage.cases.filter(({ name }) => names.includes(name))
  const engine = { ...folders, tensorParallel, environment }
  if (stage.benchmarkType === 'offline' && offline !== undefined) {
    const [first] = z.array(offlineCaseSchema).parse(cases)
    if (first !== undefined) return offlineProcess(offline, { ...engine, flags: recipe.flags }, first)
  }
  if (stage.benchmarkType === 'online' && online !== undefined) {
    return serverProcess({
      recipe: online,
      engine: { ...engine, flags: [...recipe.flags, ...online.serverFlags] },
      cases: z.array(onlineCaseSchema).parse(cases),
      deadlineSeconds: stage.processDeadlineSeconds,
    })
  }
  throw new StageUnmeasurable(`the recipe of ${stage.model} has no ${stage.benchmarkType} section`)
}

/** What compiles all that a launch needs, and no more, within the time that there is for it. */
function asPrimed(recipe: VllmRecipe): VllmRecipe {
  const { offline, online, jit } = recipe
  const most = jit?.primingDeadlineSeconds ?? Infinity
  return {
    ...recipe,
    ...(offline && {
      offline: {
        ...{ ...offline, warmUpIterations: 0, iterations: 1 },
        processDeadlineSeconds: Math.min(offline.processDeadlineSeconds, most),
      },
    }),
    ...(online && { online: withinPriming(online, most) }),
  }
}
