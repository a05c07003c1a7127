import { ApplicationFailure, isCancellation } from '@temporalio/workflow'
import type { z } from 'zod'
import { failureTypes } from '../comparison/failure.js'
import { refusal } from '../comparison/refusal.js'
import type { Desk } from './desk.js'

/**
 * A workflow's input. A wrong one fails it at once: a plain error would retry its task for ever.
 *
 * @param what how a person calls it
 * @throws ApplicationFailure, `InvalidInput` with what is wrong
 */
export function parseInput<Input>(schema: z.ZodType<Input>, input: unknown, what: string): Input {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw ApplicationFailure.nonRetryable(refusal(parsed.error, what), failureTypes.invalidInput)
}

/**
 * Does what comes before the first build. Where that fails or is refused, what people see of it has ended,
 * too.
 */
export async function whilePlanning<T>(desk: Desk, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    desk.close(isCancellation(error) ? 'cancelled' : 'failed')
    throw error
  }
}
