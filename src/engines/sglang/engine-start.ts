import { attentionChoice, type AttentionChoice } from './attention-choice.js'
import type { StagePlan } from '../../comparison/plan.js'
import { sglangRecipe } from './stage.js'

/**
 * The flags and the environment with which a program of SGLang is started, prbench's own flags aside: what the
 * recipe says of it, and what follows from its image's name.
 *
 * @param own flags of this benchmark type and process, which come after the recipe's
 */
export function engineStart(
  { stage, image }: { readonly stage: StagePlan; readonly image: { readonly tag: string } },
  own: readonly string[],
): AttentionChoice {
  const recipe = sglangRecipe(stage)
  const named = { ...recipe, flags: [...recipe.flags, ...own] }
  const { flags, environment, chosen } = attentionChoice(named, image.tag)
  return {
    flags: [...flags, ...named.flags],
    environment: { ...environment, ...named.environment },
    chosen,
  }
}
