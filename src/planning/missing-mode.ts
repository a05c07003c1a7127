import { benchmarkTypes } from '../comparison/benchmark-type.js'
import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { engineOf } from '../engines/registry.js'
import { RequestRefused } from './request-refused.js'

/**
 * Refuses a mode that one of the recipes does not have, and names the models that do: modes are of single
 * models, and what is compared without `--models` is all of the usual ones.
 *
 * @param known all recipes that could have been asked for
 * @throws RequestRefused
 */
export function refuseMissingMode(
  request: Pick<ComparisonRequest, 'mode' | 'historical' | 'skipGsm8k'>,
  recipes: readonly Recipe[],
  known: readonly Recipe[],
): void {
  const { mode } = request
  if (mode === 'normal') return
  const has = (recipe: Recipe) =>
    benchmarkTypes.some((type) => engineOf(recipe).stage(recipe, type, request) !== undefined)
  const lacking = recipes.filter((recipe) => !has(recipe)).map(({ name }) => name)
  if (lacking.length === 0) return
  const asked = recipes.filter(has)
  const able = [...new Set((asked.length > 0 ? asked : known.filter(has)).map(({ name }) => name))].sort()
  const advice =
    able.length > 0
      ? `compare only models that have it, with --models ${able.join(',')}`
      : `no recipe has it. Leave --mode out, or add it to a recipe and use --recipe FILE`
  const whose =
    lacking.length === 1
      ? `the recipe of ${lacking.join()} has`
      : `the recipes of ${lacking.join(' and ')} have`
  throw new RequestRefused(`${whose} no mode ${mode}; ${advice}`)
}
