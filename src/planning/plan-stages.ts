import type { BenchmarkType } from '../comparison/benchmark-type.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { offlineStage } from './offline-stage.js'
import { onlineStage } from './online-stage.js'
import { RequestRefused } from './request-refused.js'

/**
 * The stages of a comparison, model by model, spread over the hosts in turn. Where the request names no benchmark
 * types, a recipe is measured in all that it has.
 *
 * @throws RequestRefused
 */
export function planStages(
  request: ComparisonRequest,
  recipes: readonly Recipe[],
  hosts: readonly string[],
): StagePlan[] {
  const wanted = recipes.flatMap((recipe) => typesOf(request, recipe).map((type) => ({ recipe, type })))
  return wanted.map(({ recipe, type }, index) => {
    const host = hosts[index % hosts.length]
    if (host === undefined) throw new RequestRefused('no GPU host is known. Name one with --host')
    return type === 'offline' ? offlineStage(request, recipe, host) : onlineStage(request, recipe, host)
  })
}

/** The special modes are of the offline benchmark alone. */
function typesOf({ benchmarkTypes, mode }: ComparisonRequest, recipe: Recipe): BenchmarkType[] {
  if (benchmarkTypes !== undefined) return [...new Set(benchmarkTypes)]
  const types: BenchmarkType[] = []
  if (recipe.offline !== undefined) types.push('offline')
  if (recipe.online !== undefined && mode === 'normal') types.push('online')
  if (types.length === 0) {
    const when = mode === 'normal' ? '' : ` in mode ${mode}`
    throw new RequestRefused(`the recipe of ${recipe.name} has nothing to measure${when}`)
  }
  return types
}
