import { readFile } from 'node:fs/promises'
import { isAlive } from '../../processes/process-identity.js'
import { serverFiles, stateFolder } from './folders.js'
import { readServerState } from './state-file.js'

/** Why the embedded server's worker does not run, by the last sentence of its log; `undefined` where it runs. */
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
