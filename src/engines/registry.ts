import type { Recipe } from '../comparison/recipe.js'
import type { EngineDefinition } from './definition.js'
import type { EnginePrograms } from './engine.js'
import type { SavedLoad } from './saved-load.js'
import { sglangDefinition } from './sglang/definition.js'
import { sglangPrograms } from './sglang/programs.js'
import { vllmDefinition } from './vllm/definition.js'
import { vllmPrograms } from './vllm/programs.js'
import { readSavedResult as readSavedVllmResult } from './vllm/saved-result.js'

type Engine = EngineDefinition & EnginePrograms

/**
 * The engines that prbench measures, one a line; the first is that of recipes and requests which name none.
 */
const engines: readonly [Engine, ...Engine[]] = [
  { ...sglangDefinition, ...sglangPrograms },
  { ...vllmDefinition, ...vllmPrograms },
]

/** What has to be known of them before anything runs. */
export const engineDefinitions: readonly [EngineDefinition, ...EngineDefinition[]] = engines

export const defaultEngine: EngineDefinition = engines[0]

/** The readers of results that people keep of an engine's load generator, by engine. */
export const savedLoadReaders: Readonly<Record<string, (text: string, file: string) => SavedLoad>> = {
  [vllmDefinition.name]: readSavedVllmResult,
}

/** The engine that a recipe names; a recipe that was read names one that there is. */
export function engineOf({ engine }: Pick<Recipe, 'engine'>): Engine {
  const found = engines.find(({ name }) => name === engine)
  if (found === undefined) throw new Error(`there is no engine ${engine}`)
  return found
}
