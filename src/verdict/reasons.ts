import { z } from 'zod'
import { arms } from '../comparison/arm.js'
import { orText, textSchema } from './text.js'

const count = z.int().nonnegative()
const arm = z.enum(arms)
const statedByArm = z.strictObject({
  main: z.string().nullable().exactOptional(),
  pr: z.string().nullable().exactOptional(),
})

/** Why a cell has no verdict. */
export const cellReasonSchema = orText(
  z
    .discriminatedUnion('kind', [
      /**
       * The arms without any valid value, each with the reason that the samples state, null where they
       * state none.
       */
      z.strictObject({ kind: z.literal('no-value'), reasons: statedByArm }),
      /** The same of files in which no value was found: nobody knows whether the case failed. */
      z.strictObject({ kind: z.literal('not-found'), reasons: statedByArm }),
      /** The arms have values, but none in a judged pair. */
      z.strictObject({ kind: z.literal('no-judged-value'), arms: z.array(arm) }),
      textSchema,
    ])
    .nullable(),
)

/** Why a metric is missing, or unresolved whatever its mean shows. */
export const metricReasonSchema = orText(
  z
    .discriminatedUnion('kind', [
      /** No case has a value in both arms; `cell` says why the first of them has none. */
      z.strictObject({ kind: z.literal('missing'), cell: cellReasonSchema }),
      z.strictObject({ kind: z.literal('arm-disturbed-more-often'), arm }),
      z.strictObject({ kind: z.literal('case-slow-more-often'), case: z.string(), arm }),
      z.strictObject({ kind: z.literal('case-beyond-margin') }),
      z.strictObject({ kind: z.literal('no-valid-pair') }),
      /** One valid pair, of so many complete ones, of a stage that was to have several. */
      z.strictObject({ kind: z.literal('one-pair'), of: count }),
      /** Too few of so many valid pairs have the metric in both arms. */
      z.strictObject({ kind: z.literal('too-few-pairs'), of: count }),
      textSchema,
    ])
    .nullable(),
)

/** Why a stage stops or goes on. `pairs` are those of the look, `valid` those that were judged at it. */
export const stoppedSchema = orText(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('nothing-measured') }),
    z.strictObject({ kind: z.literal('nothing-decides') }),
    z.strictObject({ kind: z.literal('settled'), pairs: count, valid: count }),
    z.strictObject({ kind: z.literal('too-many-redone') }),
    z.strictObject({ kind: z.literal('last-look'), pairs: count, valid: count }),
    z.strictObject({ kind: z.literal('ended'), valid: count }),
    z.strictObject({
      kind: z.literal('goes-on'),
      pairs: count,
      doubts: z.array(z.enum(['arm-disturbed-more-often'])),
    }),
    textSchema,
  ]),
)

export type CellReason = NonNullable<z.infer<typeof cellReasonSchema>>
export type MetricReason = NonNullable<z.infer<typeof metricReasonSchema>>
export type Stopped = z.infer<typeof stoppedSchema>
