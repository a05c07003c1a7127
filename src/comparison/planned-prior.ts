import { z } from 'zod'

const count = z.int().nonnegative()

/** The noise of a stage's metric that a comparison counts on, and where it comes from. */
export const plannedPriorSchema = z.strictObject({
  model: z.string(),
  benchmarkType: z.string(),
  metric: z.string(),
  variance: z.number().positive(),
  df: z.number().positive(),
  /**
   * True where calibrations of several days agree: only then it may be worth more than three degrees of
   * freedom.
   */
  agreesOverDays: z.boolean(),
  /**
   * Launches of the stage that were calibrated, of both arms, and how many of them were disturbed; absent where
   * nobody counted.
   */
  history: z.strictObject({ launches: count, disturbed: count }).exactOptional(),
  host: z.string(),
  /** The days on which it was measured, as `2026-11-24`, the oldest first. */
  days: z.array(z.string()),
})

export type PlannedPrior = z.infer<typeof plannedPriorSchema>
