import type { ChosenSettings } from '../../comparison/launch.js'
import { attentionBackend } from './attention-backend.js'

/** What of a recipe says how attention is computed. */
export interface AttentionSettings {
  readonly attention: 'by-image' | 'variable' | 'engine'
  /** All flags that the program gets of the recipe, in their order: the last one of a name counts. */
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** What is added for attention, and who chose the backend: nobody is known where the engine does. */
export interface AttentionChoice {
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly chosen: ChosenSettings
}

const option = '--attention-backend'

/**
 * The attention backend of a program: what the recipe's flags and environment name, else what follows from
 * the name of its image, as far as the recipe leaves that to it.
 */
export function attentionChoice(
  { attention, flags, environment }: AttentionSettings,
  image: string,
): AttentionChoice {
  const named = namedBackend(flags)
  const known = named === undefined ? {} : chosenBackend(named, 'recipe')
  if (attention === 'engine') return { flags: [], environment: {}, chosen: known }

  const { backend, environmentName } = attentionBackend(image)
  const isSet = ['SGLANG_USE_AITER', 'SGLANG_AITER_MOE'].some((name) => name in environment)
  const variable: Record<string, string> = isSet ? {} : { [environmentName]: '1' }
  if (named !== undefined || attention === 'variable') {
    return { flags: [], environment: variable, chosen: known }
  }
  return { flags: [option, backend], environment: variable, chosen: chosenBackend(backend, 'image') }
}

function chosenBackend(value: string, from: 'recipe' | 'image'): ChosenSettings {
  return { 'attention backend': { value, from } }
}

function namedBackend(flags: readonly string[]): string | undefined {
  const index = flags.findLastIndex((flag) => flag === option || flag.startsWith(`${option}=`))
  const flag = flags[index]
  return flag === option ? flags[index + 1] : flag?.slice(option.length + 1)
}
