import { z } from 'zod'
import { readJsonLines } from './ndjson.js'

/** One message of the progress that the Engine reports while it builds or pulls. */
const progressSchema = z.object({
  id: z.string().optional(),
  /** Of a pull: what happens to the layer `id`. */
  status: z.string().optional(),
  /** Of a build: text for people. */
  stream: z.string().optional(),
  /** A failure comes as a message, after an HTTP 200. */
  errorDetail: z.object({ message: z.string() }).optional(),
  error: z.string().optional(),
  aux: z.unknown().optional(),
})
export type ProgressMessage = z.infer<typeof progressSchema>

/**
 * Yields the messages of a build or a pull as they come.
 *
 * @throws Error, where the stream holds something else, or a line without end
 */
export async function* readProgress(stream: AsyncIterable<Buffer | string>): AsyncGenerator<ProgressMessage> {
  for await (const line of readJsonLines(stream)) yield progressSchema.parse(line)
}

/** The failure that a message reports, if it does. */
export function failureOf({ errorDetail, error }: ProgressMessage): string | undefined {
  return errorDetail?.message ?? error
}
