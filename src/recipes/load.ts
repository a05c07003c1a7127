import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recipe } from '../comparison/recipe.js'
import { codeOf } from '../processes/create-once.js'
import { RecipeFileError, parseRecipe } from './parse.js'

export const shippedRecipesFolder = fileURLToPath(new URL('../../recipes/', import.meta.url))

/** Far above any recipe: whoever names a wrong file should hear it at once. */
const largestFileBytes = 1024 * 1024

/**
 * The recipe in a YAML file.
 *
 * @throws RecipeFileError, naming file and line where it cannot be read or is not a recipe
 */
export async function loadRecipe(file: string): Promise<Recipe> {
  return parseRecipe(await readText(file), file)
}

/** The recipes that come with prbench. One file a model, called as the model. */
export async function loadShippedRecipes(): Promise<Recipe[]> {
  const files = (await readdir(shippedRecipesFolder)).filter((entry) => entry.endsWith('.yaml')).sort()
  return Promise.all(files.map((entry) => loadRecipe(path.join(shippedRecipesFolder, entry))))
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > largestFileBytes) throw new RecipeFileError([`${file}: too large for a recipe (1 MB at most)`])
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof RecipeFileError) throw error
    throw new RecipeFileError([`${file}: ${reasonOf(error)}`])
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  if (code === 'ENOENT') return 'no such file'
  if (code === 'EISDIR') return 'is a folder. Name the recipe file'
  if (code === 'EACCES') return 'not readable by this user'
  return error instanceof Error ? error.message : String(error)
}
