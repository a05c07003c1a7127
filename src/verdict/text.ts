import { z } from 'zod'

/** What a record of before has in place of a kind with its figures: a sentence. */
export const textSchema = z.strictObject({ kind: z.literal('text'), text: z.string() })

/** Reads a kind with its figures; also the sentence of a record of before, of which '' is none. */
export function orText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((given) => {
    if (typeof given !== 'string') return given
    return given === '' ? null : { kind: 'text', text: given }
  }, schema)
}
