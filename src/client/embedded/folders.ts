import { homedir } from 'node:os'
import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Where prbench keeps its state: the server and its database, mirrors, case files, logs. */
export function stateFolder(environment: Environment = process.env): string {
  return path.join(baseFolder(environment.XDG_STATE_HOME, ['.local', 'state']), 'prbench')
}

/** Where prbench keeps programs that it was given, such as the Temporal CLI. */
export function dataFolder(environment: Environment = process.env): string {
  return path.join(baseFolder(environment.XDG_DATA_HOME, ['.local', 'share']), 'prbench')
}

/** A relative path in these variables counts as absent (XDG Base Directory Specification 0.8). */
function baseFolder(named: string | undefined, otherwise: readonly string[]): string {
  return named !== undefined && path.isAbsolute(named) ? named : path.join(homedir(), ...otherwise)
}

/** The files of the embedded server in its folder. */
export function serverFiles(folder: string) {
  return {
    folder,
    state: path.join(folder, 'server.json'),
    lock: path.join(folder, 'server.lock'),
    /**
     * Touched by every command that may start the server, so that it does not stop under somebody's hands.
     */
    lastUse: path.join(folder, 'last-use'),
    database: path.join(folder, 'temporal.db'),
    serverLog: path.join(folder, 'logs', 'server.log'),
    temporalLog: path.join(folder, 'logs', 'temporal.log'),
    workerLog: path.join(folder, 'logs', 'worker.log'),
  }
}

export type ServerFiles = ReturnType<typeof serverFiles>
