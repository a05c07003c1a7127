import { z } from 'zod'
import type { BenchmarkMode } from '../../comparison/benchmark-type.js'
import { firstOfEachName } from '../recipe-parts.js'
import type { SglangRecipe } from './recipe.js'

/** One offline case: a batch of fixed shape. `flags` are those of the case, beyond its recipe's. */
export const offlineCaseSchema = z.strictObject({
  name: z.string(),
  tensorParallel: z.int().positive(),
  batchSize: z.int().positive(),
  inputLength: z.int().positive(),
  outputLength: z.int().positive(),
  flags: z.array(z.string()),
})

export type OfflineCase = z.infer<typeof offlineCaseSchema>

/** The case's name in reports, samples.csv and case files, as the historical report wrote it. */
export function offlineCaseName(shape: Omit<OfflineCase, 'name' | 'flags'>): string {
  const { tensorParallel, batchSize, inputLength, outputLength } = shape
  return `TP=${tensorParallel}, BS=${batchSize}, IL=${inputLength}, OL=${outputLength}`
}

/**
 * The offline cases of a recipe in a mode, in the recipe's order, the lists of each group crossed with batch
 * size outermost. A case's flags are those of its mode and of its group.
 *
 * Gives `undefined` where the recipe has no such mode, or nothing offline.
 */
export function offlineCases(
  { offline, tensorParallel }: Pick<SglangRecipe, 'offline' | 'tensorParallel'>,
  mode: BenchmarkMode,
): OfflineCase[] | undefined {
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
  return firstOfEachName(cases)
}
