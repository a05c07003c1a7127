import { z } from 'zod'
import { firstOfEachName } from '../recipe-parts.js'
import type { VllmRecipe } from './recipe.js'

const count = z.int().positive()
const lengths = { inputLength: count, outputLength: count, flags: z.array(z.string()) }

/** One batch, run several times, or many requests at once; lengths in tokens. */
export const offlineCaseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), name: z.string(), batchSize: count, ...lengths }),
  z.strictObject({ kind: z.literal('throughput'), name: z.string(), prompts: count, ...lengths }),
])

export type OfflineCase = z.infer<typeof offlineCaseSchema>

/** The offline cases of a recipe, batches first; of a case that stands twice, the first one counts. */
export function offlineCases({ offline, tensorParallel }: VllmRecipe): OfflineCase[] {
  if (offline === undefined) return []
  const nameOf = (
    what: string,
    { inputLength, outputLength }: { inputLength: number; outputLength: number },
  ) => `TP=${tensorParallel}, ${what}, IL=${inputLength}, OL=${outputLength}`
  const cases: OfflineCase[] = [
    ...offline.latency.flatMap(({ batchSize, ...group }) =>
      batchSize.map((size) => ({
        ...{ kind: 'latency' as const, name: nameOf(`BS=${size}`, group), batchSize: size },
        ...group,
      })),
    ),
    ...offline.throughput.map((group) => ({
      ...{ kind: 'throughput' as const, name: nameOf(`prompts=${group.prompts}`, group) },
      ...group,
    })),
  ]
  return firstOfEachName(cases)
}
