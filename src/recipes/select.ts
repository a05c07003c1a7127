import type { Recipe } from '../comparison/recipe.js'
import { closest } from './closest.js'

/** A model that no recipe describes. The message names those that there are. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError'

  constructor(model: string, known: readonly string[]) {
    const meant = closest(model, known)
    const advice = meant ? `did you mean "${meant}"? ` : ''
    super(`unknown model "${model}": ${advice}Choose from ${known.join(', ')}, or add one with --recipe FILE`)
  }
}

/**
 * The recipes of the models that are asked for, in that order, each once. `given` recipes go before the
 * shipped ones of the same name.
 *
 * @throws UnknownModelError
 */
export function selectRecipes(
  models: readonly string[],
  given: readonly Recipe[],
  shipped: readonly Recipe[],
): Recipe[] {
  const byName = new Map([...shipped, ...given].map((recipe) => [recipe.name, recipe]))
  return [...new Set(models)].map((model) => {
    const recipe = byName.get(model)
    if (!recipe) throw new UnknownModelError(model, [...byName.keys()].sort())
    return recipe
  })
}
