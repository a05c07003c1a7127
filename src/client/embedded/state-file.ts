import { z } from 'zod'
import { readNote, writeNote } from '../../run/json-file.js'
import { processIdentitySchema } from '../../processes/process-identity.js'

/**
 * What an embedded server says of itself, so that other commands find it and a later one can end it. It stays
 * when the server has stopped: the next one takes the same ports.
 */
export const serverStateSchema = z.strictObject({
  schema: z.literal(1),
  /** `prbench server`, which keeps the other two running. */
  supervisor: processIdentitySchema,
  temporal: processIdentitySchema,
  worker: processIdentitySchema.exactOptional(),
  port: z.int().positive(),
  uiPort: z.int().positive(),
  database: z.string(),
  /** Which prbench the worker runs; see build-stamp.ts. */
  build: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  /** Set while it stops: nobody is to find it any more. */
  stopping: z.literal(true).exactOptional(),
})

export type ServerState = z.infer<typeof serverStateSchema>

/** The state file's content; `undefined` where there is none, or another version of prbench wrote it. */
export function readServerState(file: string): Promise<ServerState | undefined> {
  return readNote(file, serverStateSchema)
}

export async function writeServerState(file: string, state: ServerState): Promise<void> {
  await writeNote(file, state)
}

/** The address that clients and workers connect to. */
export function serverAddress(state: Pick<ServerState, 'port'>): string {
  return `127.0.0.1:${state.port}`
}

export function webUiAddress(state: Pick<ServerState, 'uiPort'>): string {
  return `http://127.0.0.1:${state.uiPort}`
}
