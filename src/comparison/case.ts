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

/** How the requests of an online case come: at a rate (requests/s), or so many at a time. */
export const onlineLoadSchema = z.union([
  z.strictObject({ requestRate: z.number().positive() }),
  z.strictObject({ maxConcurrency: z.int().positive() }),
])

/** One online case: a load of requests of fixed lengths (tokens) on a server. */
export const onlineCaseSchema = z.strictObject({
  name: z.string(),
  load: onlineLoadSchema,
  prompts: z.int().positive(),
  inputLength: z.int().positive(),
  outputLength: z.int().positive(),
})

export type OnlineLoad = z.infer<typeof onlineLoadSchema>
export type OnlineCase = z.infer<typeof onlineCaseSchema>

/** The case's name in reports, samples.csv and case files, as the historical report wrote it. */
export function offlineCaseName(shape: Omit<OfflineCase, 'name' | 'flags'>): string {
  const { tensorParallel, batchSize, inputLength, outputLength } = shape
  return `TP=${tensorParallel}, BS=${batchSize}, IL=${inputLength}, OL=${outputLength}`
}

/** The load's name in reports, samples.csv and case files, in the words of the historical files: `request rate 4`. */
export function onlineLoadName(load: OnlineLoad): string {
  return 'requestRate' in load ? `request rate ${load.requestRate}` : `concurrency ${load.maxConcurrency}`
}
