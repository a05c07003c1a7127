import type { BenchmarkType } from '../../comparison/benchmark-type.js'
import type { Recipe } from '../../comparison/recipe.js'
import type { ComparisonRequest } from '../../comparison/request.js'
import type { EngineStage } from '../definition.js'
import { longerArrivals, onlineCases } from '../online-cases.js'
import { onlineMetrics } from '../online-metrics.js'
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
  return type === 'offline' ? offlineStage(own) : onlineStage(own)
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

function onlineStage(recipe: VllmRecipe): EngineStage | undefined {
  const { online, jit } = recipe
  if (online === undefined) return undefined
  const cases = onlineCases(online, { historical: false })
  const { readyDeadlineSeconds, caseDeadlineSeconds, expected } = online
  return {
    recipe,
    metrics: [...onlineMetrics],
    cases,
    processes: 1,
    // A warm-up and every case.
    processDeadlineSeconds: readyDeadlineSeconds + (1 + cases.length) * caseDeadlineSeconds,
    work: cases.map(({ name, prompts }) => `${name} x ${prompts}`).join('; '),
    expectedLaunchSeconds:
      expected.loadSeconds + cases.length * expected.caseSeconds + longerArrivals(online, cases),
    expectedPrimingSeconds: jit?.priming === true ? expected.loadSeconds : 0,
  }
}
