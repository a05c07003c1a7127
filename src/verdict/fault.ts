import { z } from 'zod'
import { arms } from '../comparison/arm.js'

const arm = z.enum(arms)
const count = z.int()
/** What a cell of samples.csv holds, as text. */
const given = z.string()

/** What is wrong with a row of samples. `row` names an earlier row of the file. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Left out: it is no sample at all. */
  z.strictObject({ kind: z.literal('no-sample') }),
  /** Left out: the column holds something else than what is expected there. */
  z.strictObject({
    kind: z.literal('unreadable'),
    value: given,
    expected: z.enum(['text', 'arm', 'better', 'count', 'truth']),
  }),
  /** Left out: an earlier row says the opposite of which direction is better. */
  z.strictObject({ kind: z.literal('other-direction'), value: given, row: count, known: given }),
  /** Its value counts as missing. */
  z.strictObject({ kind: z.literal('no-number'), value: given }),
  /** Its value counts as missing: an earlier row has another unit. */
  z.strictObject({ kind: z.literal('other-unit'), value: given, row: count, known: given }),
  /** The order is taken from other rows, or is main first. */
  z.strictObject({ kind: z.literal('no-position'), value: given }),
  /** An earlier row puts the other arm in that place, and is believed. */
  z.strictObject({ kind: z.literal('other-order'), arm, pair: count, position: count }),
  /** An earlier row of the pair ran on another host. */
  z.strictObject({ kind: z.literal('other-host'), arm, pair: count, value: given, known: given }),
  /** The launch has several values of the cell: their median is judged. */
  z.strictObject({ kind: z.literal('several-values'), arm, pair: count }),
])

export type Fault = z.infer<typeof faultSchema>
