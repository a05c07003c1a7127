import { answersAsTemporal } from '../probe.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { isAlive } from '../../processes/process-identity.js'
import { type ServerState, readServerState, serverAddress } from './state-file.js'

/** The embedded server, if it runs and answers. */
export async function findServer(
  files: ServerFiles = serverFiles(stateFolder()),
): Promise<ServerState | undefined> {
  const state = await readServerState(files.state)
  // Without its supervisor nobody would start its worker again, or end it.
  if (!state || !isAlive(state.supervisor) || !isAlive(state.temporal)) return undefined
  return (await answersAsTemporal(serverAddress(state), 'default', 5000)) ? state : undefined
}
