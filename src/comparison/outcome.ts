import { z } from 'zod'

/**
 * How a comparison ended, in one word, and what it found. `verdict` is that of the whole comparison;
 * `complete` is false where any stage, case or image is missing.
 */
export const outcomeSchema = z.strictObject({
  comparison: z.string(),
  ending: z.enum(['finished', 'build-failed', 'failed', 'cancelled']),
  complete: z.boolean(),
  verdict: z.string(),
  /** Whether people have acknowledged all that got slower; absent where that is not so. */
  acknowledged: z.literal(true).exactOptional(),
  /** One line a stage, for a terminal. */
  lines: z.array(z.string()),
  runDirectory: z.string(),
  report: z.string(),
})

export type Outcome = z.infer<typeof outcomeSchema>
