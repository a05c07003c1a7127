import { serverFiles, stateFolder } from './folders.js'
import { lockHolder } from '../../processes/lock.js'
import { isAlive, signalProcess } from '../../processes/process-identity.js'
import { readServerState } from './state-file.js'
import { isGone, stopProcess } from '../../processes/stop-process.js'

const supervisorGraceMs = 60_000

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
  const left = [state?.worker, state?.temporal].filter((process) => process !== undefined).filter(isAlive)
  for (const process of left) await stopProcess(process, 10_000)
  return supervisor !== undefined || left.length > 0
}
