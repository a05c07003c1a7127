import { z } from 'zod'

/** The one input of `retryComparison`: which run is taken up again, and which of its stages. */
export const retryOrderSchema = z.strictObject({
  /** Absolute, on the machine of the control worker. */
  runDirectory: z.string().startsWith('/', 'an absolute path'),
  /** All that are missing, unless some are named. */
  stages: z.array(z.string()).min(1, 'name at least one stage').exactOptional(),
  /** Who asks for it, for the comparison's log. */
  by: z.string().max(200).exactOptional(),
})

export type RetryOrder = z.infer<typeof retryOrderSchema>
