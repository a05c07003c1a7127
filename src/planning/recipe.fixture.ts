import type { Recipe } from '../comparison/recipe.js'
import { defaultEngine } from '../engines/registry.js'

/** A recipe of that name with the least that it needs beside its sections of benchmarks. */
export function recipeOf(name: string, sections: Record<string, unknown>): Recipe {
  return defaultEngine.recipe.parse({
    name,
    title: name,
    historical: { model: 'M', variant: 'V' },
    image: { base: 'base:rocm630' },
    weights: { model: '/model' },
    tensorParallel: 1,
    ...sections,
  })
}
