import type { Recipe } from '../comparison/recipe.js'
import { loadRecipe, loadShippedRecipes } from '../recipes/load.js'
import { RecipeFileError } from '../recipes/parse.js'
import { selectRecipes, UnknownModelError } from '../recipes/select.js'
import { Refused } from './command-error.js'

/** The recipes of `--recipe`, which travel by value. Throws Refused with file and line. */
export async function givenRecipes(files: readonly string[] = []): Promise<Recipe[]> {
  return refusing(() => Promise.all(files.map((file) => loadRecipe(file))))
}

/** The recipes of the models that are asked for. Throws Refused with those that are known. */
export async function recipesOf(models: readonly string[], given: readonly Recipe[]): Promise<Recipe[]> {
  return refusing(async () => selectRecipes(models, given, await loadShippedRecipes()))
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RecipeFileError || error instanceof UnknownModelError) {
      throw new Refused(error.message, { cause: error })
    }
    throw error
  }
}
