import { z } from 'zod'

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
  return `TP=${String(tensorParallel)}, BS=${String(batchSize)}, IL=${String(inputLength)}, OL=${String(outputLength)}`
}
