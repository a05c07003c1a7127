import { offlineCaseName, type OfflineCase } from './case.js'
import type { BenchmarkMode } from './benchmark-type.js'
import type { Recipe } from './recipe.js'

/**
 * The offline cases of a recipe in a mode, in the recipe's order, the lists of each group crossed with batch
 * size outermost. A case's flags are those of its mode and of its group.
 *
 * Gives `undefined` where the recipe has no such mode, or nothing offline.
 */
export function offlineCases(recipe: Recipe, mode: BenchmarkMode): OfflineCase[] | undefined {
  const { offline, tensorParallel } = recipe
  if (offline === undefined) return undefined
  const chosen = mode === 'normal' ? { flags: [], cases: offline.cases } : offline.modes[mode]
  if (chosen === undefined) return undefined

  const cases = chosen.cases.flatMap((group) =>
    group.batchSize.flatMap((batchSize) =>
      group.inputLength.flatMap((inputLength) =>
        group.outputLength.map((outputLength): OfflineCase => {
          const shape = { tensorParallel, batchSize, inputLength, outputLength }
          return { name: offlineCaseName(shape), ...shape, flags: [...chosen.flags, ...group.flags] }
        }),
      ),
    ),
  )
  // The name is what samples are told apart by: of a case that stands twice, the first one counts.
  return [...new Map(cases.toReversed().map((entry) => [entry.name, entry])).values()].toReversed()
}
