import { benchmarkTypes, type BenchmarkType } from '../comparison/benchmark-type.js'
import type { StagePlan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { engineOf } from '../engines/registry.js'
import { RequestRefused } from './request-refused.js'

/**
 * The stages of a comparison, model by model, spread over the hosts in turn. Where the request names no
 * benchmark types, a recipe is measured in all that it has.
 *
 * @throws RequestRefused
 */
export function planStages(
  request: ComparisonRequest,
  recipes: readonly Recipe[],
  hosts: readonly string[],
): StagePlan[] {
  const planned = recipes.flatMap((recipe) => stagesOf(request, recipe))
  return planned.map((stage, index) => {
    const host = hosts[index % hosts.length]
    if (host === undefined) throw new RequestRefused('no GPU host is known. Name one with --host')
    return { ...stage, host }
  })
}

function stagesOf(request: ComparisonRequest, recipe: Recipe): Omit<StagePlan, 'host'>[] {
  const when = request.mode === 'normal' ? '' : ` in mode ${request.mode}`
  const stages = [...new Set(request.benchmarkTypes ?? benchmarkTypes)].flatMap((benchmarkType) => {
    const stage = engineOf(recipe).stage(recipe, benchmarkType, request)
    if (stage !== undefined) return [{ ...namesOf(recipe, benchmarkType), ...stage }]
    if (request.benchmarkTypes === undefined) return []
    throw new RequestRefused(`the recipe of ${recipe.name} has no ${benchmarkType} cases${when}`)
  })
  if (stages.length > 0) return stages
  throw new RequestRefused(`the recipe of ${recipe.name} has nothing to measure${when}`)
}

function namesOf({ name: model }: Recipe, benchmarkType: BenchmarkType) {
  return { name: `${model}/${benchmarkType}`, model, benchmarkType }
}
