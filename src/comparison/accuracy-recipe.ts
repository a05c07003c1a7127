import { z } from 'zod'

/** How GSM8K is asked of a model's servers. */
export const accuracyRecipeSchema = z.strictObject({
  /** The file of questions on the host, where it is not at the place that `prbench doctor` names. */
  data: z.string().min(1).exactOptional(),
  repeats: z.int().positive().default(5),
  questions: z.int().positive().default(2000),
  parallel: z.int().positive().default(2000),
  shots: z.int().nonnegative().default(5),
  /** What one run is expected to take. */
  expectedSeconds: z.number().positive().default(90),
  threshold: z.number().min(0).max(1),
})

export type AccuracyRecipe = z.infer<typeof accuracyRecipeSchema>
