import { z } from 'zod'
import { arms } from './arm.js'
import { asReason, reason, reasonSchema, textReasonSchema } from './reason.js'

const count = z.int().nonnegative()

const kinds = z.discriminatedUnion('kind', [
  reason('stopped-by-person', { how: z.enum(['cancelled', 'skipped', 'terminated']) }),
  reason('comparison-cancelled', {}),
  reason('never-begun', {}),
  reason('cut-short', {}),
  reason('no-image', { host: z.string() }),
  reason('build-stopped', { arm: z.enum(arms), how: z.enum(['cancelled', 'terminated']) }),
  /** `stages`: those that wanted more pairs. Times in seconds. */
  reason('budget-spent', { budget: z.number(), measured: z.number(), stages: z.array(z.string()) }),
  reason('launches-spent', { launches: count }),
  reason('deadline-reached', { deadline: z.number() }),
  reason('no-numbers', { pairs: count }),
  reason('pairs-void', { pairs: count, repetitions: count, last: reasonSchema.nullable() }),
  reason('host-failed', { host: z.string(), times: count, text: z.string() }),
  reason('no-worker', {}),
  reason('timed-out', { timeout: z.string() }),
  reason('measured-anew', { stage: z.string(), generation: count }),
  reason('directory-made-again', {}),
  reason('host-not-cleaned', { host: z.string(), text: z.string() }),
  textReasonSchema,
])

/**
 * Why a stage or a comparison is not measured as planned, and what a reader of its report must know of it.
 */
export const endingReasonSchema = z.preprocess(asReason, kinds)

export type EndingReason = z.infer<typeof kinds>

/** How a stage ended; `stopped`: by a bound of the comparison. */
export const stageEndingSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['measured', 'failed', 'stopped', 'cancelled', 'skipped']),
  reason: endingReasonSchema.exactOptional(),
})

export type StageEnding = z.infer<typeof stageEndingSchema>
