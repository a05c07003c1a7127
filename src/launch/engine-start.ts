import type { StartSettings } from '../comparison/launch.js'
import { attentionChoice, type AttentionChoice } from '../engines/sglang/attention-choice.js'
import { redactEnvironment, redactKeys } from '../engines/output/redact-keys.js'
import type { Launch } from './launch.js'

/** The flags and the environment with which a program of the engine is started, prbench's own aside. */
export interface EngineStart {
  readonly flags: readonly string[]
  /** All of the recipe's and what follows from the image. */
  readonly environment: Readonly<Record<string, string>>
  readonly attention: AttentionChoice['backend']
}

/**
 * Puts together what the recipe says of a program and what follows from its image's name.
 *
 * @param own flags of this benchmark type and process, which come after the recipe's
 */
export function engineStart(
  { stage, image }: Pick<Launch, 'stage' | 'image'>,
  own: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): EngineStart {
  const { recipe } = stage
  const named = {
    attention: recipe.attention,
    flags: [...recipe.flags, ...own],
    environment: { ...recipe.environment, ...environment },
  }
  const chosen = attentionChoice(named, image.tag)
  return {
    flags: [...chosen.flags, ...named.flags],
    environment: { ...chosen.environment, ...named.environment },
    attention: chosen.backend,
  }
}

/** What is kept of it for the record: without keys. */
export function settingsOf(
  command: readonly string[],
  { environment, attention }: EngineStart,
): StartSettings {
  return {
    command: redactKeys(command.join(' ')),
    environment: redactEnvironment(environment),
    ...(attention === undefined ? {} : { attention: { ...attention } }),
  }
}
