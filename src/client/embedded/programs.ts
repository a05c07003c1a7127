import { fileURLToPath } from 'node:url'
import { searchAttributes } from '../../comparison/search-attributes.js'
import type { DetachedProgram } from './detached-process.js'
import type { ServerFiles } from './folders.js'
import type { ServerPorts } from './ports.js'
import { serverAddress } from './state-file.js'

const mainFile = fileURLToPath(new URL('../main.js', import.meta.url))

/** `temporal server start-dev` on the loopback interface, with its data in a file. */
export function temporalProgram(cli: string, files: ServerFiles, ports: ServerPorts): DetachedProgram {
  return {
    command: cli,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(ports.port),
      '--ui-port',
      String(ports.uiPort),
      '--db-filename',
      files.database,
      ...Object.entries(searchAttributes).flatMap(([name, type]) => [
        '--search-attribute',
        `${name}=${type}`,
      ]),
    ],
    log: files.temporalLog,
    environment: ownEnvironment(),
    folder: files.folder,
  }
}

/** The worker of the embedded server. It is told the address, so that no configuration leads it elsewhere. */
export function workerProgram(files: ServerFiles, ports: ServerPorts): DetachedProgram {
  return prbench(['worker', '--address', serverAddress(ports)], files.workerLog, files.folder)
}

/** `prbench server`, which keeps both of them. */
export function supervisorProgram(files: ServerFiles): DetachedProgram {
  return prbench(['server'], files.serverLog, files.folder)
}

function prbench(args: readonly string[], log: string, folder: string): DetachedProgram {
  return { command: process.execPath, args: [mainFile, ...args], log, environment: ownEnvironment(), folder }
}

/** What configures a connection to some other Temporal server has no business here. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')))
}
