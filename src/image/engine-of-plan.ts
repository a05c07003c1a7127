import type { Plan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'
import type { EngineDefinition } from '../engines/definition.js'
import { engineOf } from '../engines/registry.js'

/** The engine whose images a plan builds, and how its recipes say they are built: all models share them. */
export function engineOfPlan({ stages }: Pick<Plan, 'stages'>): {
  engine: EngineDefinition
  image: Recipe['image']
} {
  const [stage] = stages
  if (stage === undefined) throw new Error('a plan without stages')
  return { engine: engineOf(stage.recipe), image: stage.recipe.image }
}
