import { serverFiles, stateFolder } from './folders.js'
import { lockHolder } from '../../processes/lock.js'
import { isAlive, signalProcess } from '../../processes/process-identity.js'
import { readServerState, type ServerState } from './state-file.js'
import { isGone, stopProcess } from '../../processes/stop-process.js'

const supervisorGraceMs = 60_000
/** A worker gives its containers up within seconds; a pair that it cannot leave takes half a minute. */
export const workerGraceMs = 40_000
export const temporalGraceMs = 10_000

/**
 * Stops the embedded server and its worker; also those that a killed `prbench server` left behind. False
 * where nothing ran. Open comparisons go on when a server is started again.
 */
export async function stopServer(): Promise<boolean> {
  const files = serverFiles(stateFolder())
  const state = await readServerState(files.state)
  const supervisor = await lockHolder(files.lock)
  if (supervisor) {
    signalProcess(supervisor, 'SIGTERM')
    if (await isGone(supervisor, supervisorGraceMs)) return true
    signalProcess(supervisor, 'SIGKILL')
  }
  const isLeft = [state?.worker, state?.temporal].some((process) => process && isAlive(process))
  if (state) await stopPrograms(state)
  return supervisor !== undefined || isLeft
}

/** The worker before the server, so that it can tell the server which work it gives up. */
export async function stopPrograms({ worker, temporal }: ServerState): Promise<void> {
  if (worker) await stopProcess(worker, workerGraceMs)
  await stopProcess(temporal, temporalGraceMs)
}
