import { z } from 'zod'
import { flagsSchema, type Recipe } from '../comparison/recipe.js'
import type { EngineDefinition } from '../engines/definition.js'
import { defaultEngine, engineDefinitions } from '../engines/registry.js'
import { reservedAmong } from '../engines/reserved-flags.js'
import { describeProblems, pathText, type RecipeProblem } from './problems.js'

const namesEngine = z.looseObject({ engine: z.unknown() })

/** A recipe as its engine defines one, or what is wrong with it. */
export function checkRecipe(value: unknown): { recipe?: Recipe; problems: readonly RecipeProblem[] } {
  const named = namesEngine.safeParse(value).data?.engine ?? defaultEngine.name
  const engine = engineDefinitions.find(({ name }) => name === named)
  if (engine === undefined) {
    const known = engineDefinitions.map(({ name }) => name).join(', ')
    return { problems: [{ path: ['engine'], message: `"engine": known are ${known}` }] }
  }
  const { success, data, error } = engine.recipe.safeParse(value)
  if (!success) return { problems: describeProblems(engine.recipe, value, error.issues) }
  return { recipe: data, problems: reservedFlagProblems(engine, data) }
}

/** The flags of a recipe that prbench gives its programs itself: the two would contradict each other. */
function reservedFlagProblems(engine: EngineDefinition, recipe: Recipe): RecipeProblem[] {
  return flagsIn(recipe, []).flatMap(({ path, flags }) =>
    reservedAmong(flags, engine.reservedFlags(recipe, path)).map(({ index, flag, reserved: known }) => {
      const place = [...path, index]
      const message = `The flag ${flag} is set by prbench (as ${known}): take it out of the recipe's flags.`
      return { path: place, message: `"${pathText(place)}": ${message}` }
    }),
  )
}

/** Every list of flags in a recipe, and its place. */
function flagsIn(section: unknown, path: readonly PropertyKey[]): { path: PropertyKey[]; flags: string[] }[] {
  if (typeof section !== 'object' || section === null) return []
  return Object.entries(section).flatMap(([key, value]) => {
    const place = [...path, Array.isArray(section) ? Number(key) : key]
    const flags = key === 'flags' || key === 'serverFlags' ? flagsSchema.safeParse(value).data : undefined
    return flags === undefined ? flagsIn(value, place) : [{ path: place, flags }]
  })
}
