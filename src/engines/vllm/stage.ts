import type { BenchmarkType } from '../../comparison/benchmark-type.js'
import type { Recipe } from '../../comparison/recipe.js'
import type { ComparisonRequest } from '../../comparison/request.js'
import type { EngineStage } from '../definition.js'
import { onlineStage } from '../online-stage.js'
import { offlineMetrics } from './metrics.js'
import { offlineCases } from './offline-cases.js'
import { vllmRecipeSchema, type VllmRecipe } from './recipe.js'

/**
 * What a stage on vLLM measures; undefined where the recipe has nothing of this type in the request's mode.
 */
export function vllmStage(
  recipe: Recipe,
  type: BenchmarkType,
  { mode }: Pick<ComparisonRequest, 'mode'>,
): EngineStage | undefined {
  if (mode !== 'normal') return undefined
  const own = vllmRecipeSchema.parse(recipe)
  if (type === 'offline') return offlineStage(own)
  return own.online === undefined ? undefined : onlineStage(own, own.online, { historical: false })
}

/** Each case has a process of its own. */
function offlineStage(recipe: VllmRecipe): EngineStage | undefined {
  const { offline, jit } = recipe
  const cases = offlineCases(recipe)
  if (offline === undefined) return undefined
  const { expected, iterations, warmUpIterations } = offline
  return {
    recipe,
    metrics: [...offlineMetrics],
    cases,
    processes: cases.length,
    processDeadlineSeconds: offline.processDeadlineSeconds,
    work: `${warmUpIterations} + ${iterations} iterations: ${cases.map(({ name }) => name).join('; ')}`,
    expectedLaunchSeconds: cases.length * (expected.loadSeconds + expected.caseSeconds),
    expectedPrimingSeconds: jit?.priming === true ? expected.loadSeconds + expected.caseSeconds : 0,
  }
}
