import type { Recipe } from '../comparison/recipe.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { loadRecipe, loadShippedRecipes } from '../recipes/load.js'
import { selectRecipes } from '../recipes/select.js'
import { completeRequest, requestInput, type RequestFlags } from './options.js'

/** The request that flags ask for, the recipes of `--recipe` in it by value, and the recipes of its models. */
export async function requestOf(
  flags: RequestFlags,
  currentFolder: string,
): Promise<{ request: ComparisonRequest; recipes: Recipe[] }> {
  const given = await Promise.all((flags.recipe ?? []).map((file) => loadRecipe(file)))
  const request = completeRequest(requestInput(flags, currentFolder, given))
  return { request, recipes: selectRecipes(request.models, given, await loadShippedRecipes()) }
}
