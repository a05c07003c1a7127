import type { EngineDefinition } from './definition.js'
import { sglangDefinition } from './sglang/definition.js'

/** The engines that prbench measures, one a line; the first is that of recipes which name none. */
export const engineDefinitions: readonly [EngineDefinition, ...EngineDefinition[]] = [
  sglangDefinition, //
]
