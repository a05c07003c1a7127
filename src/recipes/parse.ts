import path from 'node:path'
import type { Recipe } from '../comparison/recipe.js'
import { engineOf } from '../engines/registry.js'
import { checkRecipe } from './check.js'
import { readYaml } from './yaml-text.js'

/** A recipe that cannot be used. The message has one line a problem: `grok.yaml:12: unknown key "x"`. */
export class RecipeFileError extends Error {
  override readonly name = 'RecipeFileError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * The recipe in a YAML text. `file` is where it was read: problems name it, and folders that start with `./`
 * or `../` are taken from its folder.
 *
 * @throws RecipeFileError, with every problem and its line; of a text that is no YAML with the first
 */
export function parseRecipe(text: string, file: string): Recipe {
  const refuse = (problems: readonly string[]): never => {
    throw new RecipeFileError(problems)
  }
  const { value, lineOf } = readYaml(text, file, refuse)
  const { recipe, problems } = checkRecipe(value)
  if (recipe !== undefined && problems.length === 0) {
    return withAbsoluteFolders(recipe, path.dirname(path.resolve(file)))
  }
  return refuse(problems.map((problem) => `${file}:${lineOf(problem.path)}: ${problem.message}`))
}

/** The places of a recipe where a folder or file of the host stands, for every engine. */
const hostPaths = [
  ['weights', 'model'],
  ['weights', 'tokenizer'],
  ['gsm8k', 'data'],
] as const

/** The recipe with its relative folders and files taken from that folder. */
function withAbsoluteFolders(recipe: Recipe, folder: string): Recipe {
  const changed = structuredClone(recipe)
  for (const [section, key] of [...hostPaths, ...engineOf(recipe).hostPaths]) {
    const inner = changed[section]
    if (typeof inner !== 'object' || inner === null) continue
    const place: unknown = Reflect.get(inner, key)
    if (typeof place === 'string' && /^\.\.?(\/|$)/.test(place))
      Reflect.set(inner, key, path.resolve(folder, place))
  }
  return changed
}
