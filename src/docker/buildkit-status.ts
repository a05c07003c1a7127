import { createRequire } from 'node:module'
import protobuf from 'protobufjs'
import { z } from 'zod'

/** From moby/buildkit, api/services/control/control.proto, as dockerode ships it. */
const protocol = createRequire(import.meta.url).resolve('dockerode/lib/proto/buildkit_status.proto')
const statusResponse = protobuf.loadSync(protocol).lookupType('moby.buildkit.v1.StatusResponse')

/** In seconds since the epoch. */
const time = z
  .object({ seconds: z.number(), nanos: z.number() })
  .transform(({ seconds, nanos }) => seconds + nanos / 1e9)
  .nullish()
  .transform((found) => found ?? undefined)
  .optional()
const text = z.string().transform((base64) => Buffer.from(base64, 'base64'))

/** One step of a build. Told again whenever something about it changes. */
const vertexSchema = z.object({
  digest: z.string(),
  name: z.string(),
  cached: z.boolean(),
  started: time,
  completed: time,
  error: z.string(),
})

/** Progress within a step: a download, a transfer. */
const transferSchema = z.object({
  ID: z.string(),
  vertex: z.string(),
  current: z.number(),
  total: z.number(),
  started: time,
  completed: time,
})

/** What a step's command printed: a piece, not a line. */
const logSchema = z.object({ vertex: z.string(), timestamp: time, stream: z.number(), msg: text })

const statusSchema = z.object({
  vertexes: z.array(vertexSchema),
  statuses: z.array(transferSchema),
  logs: z.array(logSchema),
  warnings: z.array(z.object({ vertex: z.string(), short: text })),
})

/** What BuildKit tells about a build while it runs. */
export type BuildStatus = Readonly<z.infer<typeof statusSchema>>
export type BuildVertex = Readonly<z.infer<typeof vertexSchema>>
export type VertexTransfer = Readonly<z.infer<typeof transferSchema>>
export type VertexLog = Readonly<z.infer<typeof logSchema>>

/**
 * Decodes the `aux` of a progress message whose id is `moby.buildkit.trace`: a StatusResponse, base64.
 *
 * @throws Error, where it is none
 */
export function decodeBuildStatus(base64: string): BuildStatus {
  const message = statusResponse.decode(Buffer.from(base64, 'base64'))
  return statusSchema.parse(
    statusResponse.toObject(message, { longs: Number, bytes: String, defaults: true, arrays: true }),
  )
}
