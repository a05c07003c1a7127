import { z } from 'zod'
import { arms } from './arm.js'

/** A load generator: the name of its module, the flags that this version of it has, and its data sets. */
const servingProgramSchema = z.strictObject({
  module: z.string(),
  flags: z.array(z.string()),
  datasets: z.array(z.string()),
})

/** An arm's image on one host, as it is started: by id, never by tag. */
export const builtImageSchema = z.strictObject({
  arm: z.enum(arms),
  host: z.string(),
  id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  tag: z.string(),
  baseImageId: z.string(),
  /** False where an image with the same labels was there already, or `--skip-build` named it. */
  built: z.boolean(),
  seconds: z.number().nonnegative(),
  /** The name under which this image's SGLang has its one-batch benchmark. */
  oneBatchModule: z.string().nullable(),
  /** Its load generator and what that takes; absent where it has none, or none is needed of it. */
  serving: servingProgramSchema.exactOptional(),
  /** Why the load generator cannot be used, although one is needed: a sentence, below it what it printed. */
  servingProblem: z.string().exactOptional(),
  /** The name of its evaluator of GSM8K; absent where it has none, or none is needed of it. */
  gsm8kModule: z.string().exactOptional(),
  log: z.string(),
})

export type ServingProgram = z.infer<typeof servingProgramSchema>
export type BuiltImage = z.infer<typeof builtImageSchema>
