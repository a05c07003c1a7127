import { z } from 'zod'
import { arms } from './arm.js'

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
  log: z.string(),
})

export type BuiltImage = z.infer<typeof builtImageSchema>
