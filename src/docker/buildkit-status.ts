import protobuf from 'protobufjs/light.js'
import { z } from 'zod'

/** What BuildKit tells about a build while it runs. Times are seconds since the epoch. */
export interface BuildStatus {
  readonly vertexes: readonly BuildVertex[]
  readonly statuses: readonly VertexStatus[]
  readonly logs: readonly VertexLog[]
  readonly warnings: readonly VertexWarning[]
}

/** One step of a build. Told again whenever something about it changes. */
export interface BuildVertex {
  readonly digest: string
  readonly name: string
  readonly cached: boolean
  readonly started?: number | undefined
  readonly completed?: number | undefined
  readonly error: string
}

/** Progress within a step: a download, a transfer. */
export interface VertexStatus {
  readonly id: string
  readonly vertex: string
  readonly current: number
  readonly total: number
  readonly started?: number | undefined
  readonly completed?: number | undefined
}

/** What a step's command printed: a piece, not a line. */
export interface VertexLog {
  readonly vertex: string
  readonly timestamp?: number | undefined
  readonly stream: number
  readonly message: Buffer
}

export interface VertexWarning {
  readonly vertex: string
  readonly short: Buffer
}

/** The fields of StatusResponse that we read, from moby/buildkit, api/services/control/control.proto. */
const statusResponse = protobuf.Root.fromJSON({
  nested: {
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        statuses: { rule: 'repeated', type: 'VertexStatus', id: 2 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
        warnings: { rule: 'repeated', type: 'VertexWarning', id: 4 },
      },
    },
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexStatus: {
      fields: {
        id: { type: 'string', id: 1 },
        vertex: { type: 'string', id: 2 },
        current: { type: 'int64', id: 4 },
        total: { type: 'int64', id: 5 },
        started: { type: 'Timestamp', id: 7 },
        completed: { type: 'Timestamp', id: 8 },
      },
    },
    VertexLog: {
      fields: {
        vertex: { type: 'string', id: 1 },
        timestamp: { type: 'Timestamp', id: 2 },
        stream: { type: 'int64', id: 3 },
        message: { type: 'bytes', id: 4 },
      },
    },
    VertexWarning: {
      fields: { vertex: { type: 'string', id: 1 }, short: { type: 'bytes', id: 3 } },
    },
    Timestamp: {
      fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } },
    },
  },
}).lookupType('StatusResponse')

const time = z
  .object({ seconds: z.number(), nanos: z.number() })
  .transform(({ seconds, nanos }) => seconds + nanos / 1e9)
  .nullish()
  .transform((found) => found ?? undefined)
const bytes = z.string().transform((base64) => Buffer.from(base64, 'base64'))

const statusSchema = z.object({
  vertexes: z.array(
    z.object({
      digest: z.string(),
      name: z.string(),
      cached: z.boolean(),
      started: time,
      completed: time,
      error: z.string(),
    }),
  ),
  statuses: z.array(
    z.object({
      id: z.string(),
      vertex: z.string(),
      current: z.number(),
      total: z.number(),
      started: time,
      completed: time,
    }),
  ),
  logs: z.array(z.object({ vertex: z.string(), timestamp: time, stream: z.number(), message: bytes })),
  warnings: z.array(z.object({ vertex: z.string(), short: bytes })),
})

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
