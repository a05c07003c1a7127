import { readFile } from 'node:fs/promises'
import { answersAsTemporal } from '../probe.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { listensOn } from '../../processes/listening.js'
import { isAlive } from '../../processes/process-identity.js'
import { type ServerState, readServerState, serverAddress } from './state-file.js'

/** The embedded server, if it runs and answers. */
export async function findServer(
  files: ServerFiles = serverFiles(stateFolder()),
): Promise<ServerState | undefined> {
  const state = await readServerState(files.state)
  // Without its supervisor nobody would start its worker again, or end it.
  if (!state || state.stopping || !isAlive(state.supervisor) || !isAlive(state.temporal)) return undefined
  // A server of another state folder may have been quicker to take the port.
  if (!(await listensOn(state.temporal.pid, state.port))) return undefined
  return (await answersAsTemporal(serverAddress(state), 'default', 5000)) ? state : undefined
}

/**
 * Why the embedded server's worker does not run, by the last sentence of its log; `undefined` where it runs.
 */
export async function workerTrouble(): Promise<string | undefined> {
  const files = serverFiles(stateFolder())
  const state = await readServerState(files.state)
  if (!state || (state.worker && isAlive(state.worker))) return undefined
  const log = await readFile(files.workerLog, 'utf8').catch(() => '')
  const sentence = log
    .split('\n')
    .filter((line) => line.startsWith('prbench: '))
    .at(-1)
  return sentence === undefined ? undefined : `the worker does not run: ${sentence.slice('prbench: '.length)}`
}
