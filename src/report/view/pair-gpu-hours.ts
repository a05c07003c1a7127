import type { StagePlan } from '../../comparison/plan.js'
import { expectedPairSeconds } from '../../comparison/stage.js'

/** GPU hours that one pair of a stage is expected to take. */
export function pairGpuHours(stage: StagePlan): number {
  return (expectedPairSeconds(stage) * stage.recipe.tensorParallel) / 3600
}
