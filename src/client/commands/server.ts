import { exitCodes, type ExitCode } from '../command-error.js'
import { findServer } from '../embedded/find-server.js'
import { serverFiles, stateFolder } from '../embedded/folders.js'
import { serverAddress, webUiAddress } from '../embedded/state-file.js'
import { stopServer } from '../embedded/stop-server.js'
import { superviseServer } from '../embedded/supervisor.js'
import { stopSignal } from '../stop-signal.js'

/** `prbench server`: in the foreground, until Ctrl-C or the idle limit. */
export async function runServer(): Promise<ExitCode> {
  await superviseServer(stopSignal(), (line) => {
    process.stdout.write(`${new Date().toISOString()} ${line}\n`)
  })
  return exitCodes.ok
}

/** `prbench server stop` */
export async function stop(): Promise<ExitCode> {
  const stopped = await stopServer()
  process.stdout.write(stopped ? 'Stopped the embedded server.\n' : 'The embedded server is not running.\n')
  return exitCodes.ok
}

/** `prbench server status` */
export async function showServer(): Promise<ExitCode> {
  const files = serverFiles(stateFolder())
  const state = await findServer(files)
  if (!state) {
    process.stdout.write('The embedded server is not running; prbench compare starts it when needed.\n')
    return exitCodes.ok
  }
  const pid = (process: { pid: number } | undefined) => (process ? `process ${process.pid}` : 'not running')
  const rows = [
    ['address', serverAddress(state)],
    ['Web UI', webUiAddress(state)],
    ['since', state.startedAt],
    ['supervisor', `${pid(state.supervisor)}, log ${files.serverLog}`],
    ['server', `${pid(state.temporal)}, log ${files.temporalLog}`],
    ['worker', `${pid(state.worker)}, log ${files.workerLog}`],
    ['database', state.database],
  ] as const
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(12)}${value}\n`)
  return exitCodes.ok
}
