import { attentionBackend } from './attention-backend.js'

/** What of a recipe says how attention is computed. */
export interface AttentionSettings {
  readonly attention: 'by-image' | 'variable' | 'engine'
  /** All flags that the program gets of the recipe, in their order: the last one of a name counts. */
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** What is added for attention, and what is known of the backend: nothing where the engine chooses it. */
export interface AttentionChoice {
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly backend?: { readonly backend: string; readonly from: 'recipe' | 'image' }
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
  const known = named === undefined ? {} : { backend: { backend: named, from: 'recipe' } as const }
  if (attention === 'engine') return { flags: [], environment: {}, ...known }

  const { backend, environmentName } = attentionBackend(image)
  const isSet = ['SGLANG_USE_AITER', 'SGLANG_AITER_MOE'].some((name) => name in environment)
  const variable: Record<string, string> = isSet ? {} : { [environmentName]: '1' }
  if (named !== undefined || attention === 'variable') return { flags: [], environment: variable, ...known }
  return { flags: [option, backend], environment: variable, backend: { backend, from: 'image' } }
}

function namedBackend(flags: readonly string[]): string | undefined {
  const index = flags.findLastIndex((flag) => flag === option || flag.startsWith(`${option}=`))
  const flag = flags[index]
  return flag === option ? flags[index + 1] : flag?.slice(option.length + 1)
}
