import type { Plan } from '../comparison/plan.js'

type Deadline = 'pullDeadlineSeconds' | 'buildDeadlineSeconds' | 'probeDeadlineSeconds'

/**
 * A deadline of the images in seconds: all models share them, so that the recipe that gives the most counts.
 */
export function imageDeadline({ stages }: Pick<Plan, 'stages'>, name: Deadline): number {
  return Math.max(...stages.map(({ recipe }) => recipe.image[name]))
}
