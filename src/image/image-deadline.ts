import type { Plan } from '../comparison/plan.js'
import type { Recipe } from '../comparison/recipe.js'

type Deadline = Extract<keyof Recipe['image'], `${string}DeadlineSeconds`>

/** A deadline of the images in seconds: all models share them, so that the recipe that gives the most counts. */
export function imageDeadline({ stages }: Pick<Plan, 'stages'>, name: Deadline): number {
  return Math.max(...stages.map(({ recipe }) => recipe.image[name]))
}
