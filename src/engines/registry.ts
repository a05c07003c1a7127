import type { StagePlan } from '../comparison/plan.js'
import type { EngineDefinition } from './definition.js'
import type { EnginePrograms } from './engine.js'
import { sglangDefinition } from './sglang/definition.js'
import { sglangPrograms } from './sglang/programs.js'

type Engine = EngineDefinition & EnginePrograms

/** The engines that prbench measures, one a line; the first is that of recipes which name none. */
const engines: readonly [Engine, ...Engine[]] = [
  { ...sglangDefinition, ...sglangPrograms }, //
]

/** What has to be known of them before anything runs. */
export const engineDefinitions: readonly [EngineDefinition, ...EngineDefinition[]] = engines

/** The engine of a stage. */
export function engineOf({ recipe }: StagePlan): Engine {
  const named = 'engine' in recipe ? recipe.engine : undefined
  return engines.find(({ name }) => name === named) ?? engines[0]
}
