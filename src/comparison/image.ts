import { z } from 'zod'
import { arms } from './arm.js'

/** An arm's image on one host, as it is started: by id, never by tag. */
export const builtImageSchema = z.object({
  arm: z.enum(arms),
  host: z.string(),
  /** The GPU architecture that it is for, where a plan has images for several and this is not the first. */
  architecture: z.string().exactOptional(),
  id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  tag: z.string(),
  baseImageId: z.string(),
  /** False where an image with the same labels was there already, or `--skip-build` named it. */
  built: z.boolean(),
  seconds: z.number().nonnegative(),
  /**
   * How many Python files of the engine's package in it are those of its commit, all of them, and the first
   * of those that the build made beside them; absent where `--skip-build` named it.
   */
  package: z.object({ files: z.int().nonnegative(), generated: z.array(z.string()) }).exactOptional(),
  /** What its engine found in it, in the engine's own words. */
  probed: z.record(z.string(), z.unknown()).default({}),
  log: z.string(),
})

export type BuiltImage = z.infer<typeof builtImageSchema>
