import type { ChosenSettings } from '../../comparison/launch.js'
import { attentionChoice } from './attention-choice.js'
import type { EngineLaunch } from '../engine.js'
import { sglangRecipe } from './stage.js'

/** The flags and the environment with which a program of SGLang is started, prbench's own flags aside. */
export interface EngineStart {
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly chosen: ChosenSettings
}

/**
 * Puts together what the recipe says of a program and what follows from its image's name.
 *
 * @param own flags of this benchmark type and process, which come after the recipe's
 */
export function engineStart(
  { stage, image }: Pick<EngineLaunch, 'stage' | 'image'>,
  own: readonly string[],
): EngineStart {
  const recipe = sglangRecipe(stage)
  const named = {
    attention: recipe.attention,
    flags: [...recipe.flags, ...own],
    environment: recipe.environment,
  }
  const { flags, environment, backend } = attentionChoice(named, image.tag)
  return {
    flags: [...flags, ...named.flags],
    environment: { ...environment, ...named.environment },
    chosen:
      backend === undefined ? {} : { 'attention backend': { value: backend.backend, from: backend.from } },
  }
}
