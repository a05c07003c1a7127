import { z } from 'zod'

/**
 * What a case did for its values, and should do in both arms alike. `tokens`: of prompts and answers together,
 * where a program does not tell them apart. `accept-length`: tokens that speculative decoding accepts at a time.
 */
export const workKinds = [
  'requests',
  'tokens',
  'output-tokens',
  'cached-prompt-tokens',
  'accept-length',
] as const

export type WorkKind = (typeof workKinds)[number]

export const workSchema = z.partialRecord(z.enum(workKinds), z.number().nonnegative())

/** What a case did; a program that does not say something does not have it here. */
export type Work = z.infer<typeof workSchema>
