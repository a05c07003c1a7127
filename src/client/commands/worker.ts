import path from 'node:path'
import { runWorker, type WorkerRole } from '../../worker/run-worker.js'
import { exitCodes, type ExitCode, Refused } from '../command-error.js'
import { connect, findServerChoice, type ServerChoice } from '../connection.js'
import { stateFolder } from '../embedded/folders.js'
import { registerSearchAttributes } from '../register-search-attributes.js'
import {
  defaultOutputFolder,
  devicesSetting,
  forgeApiUrl,
  forgeUrl,
  leastFreeBytes,
  thisHost,
} from '../settings.js'
import { stopSignal } from '../stop-signal.js'

export interface WorkerFlags {
  host?: string
  hosts?: string[]
  role: WorkerRole
  outputDir?: string
  /** Given by the embedded server to its own worker. */
  address?: string
}

/**
 * `prbench worker`: in the foreground, until Ctrl-C or SIGTERM; what it measures then goes on and is adopted.
 */
export async function work(flags: WorkerFlags): Promise<ExitCode> {
  const server = flags.address === undefined ? await preparedServer() : embedded(flags.address)
  const host = hostName(flags.host ?? thisHost())
  const currentFolder = process.cwd()
  const serverUrl = forgeUrl()
  await runWorker({
    connection: server.connectionOptions,
    namespace: server.namespace,
    role: flags.role,
    host,
    hosts: (flags.hosts ?? [host]).map(hostName),
    stateFolder: stateFolder(),
    outputFolder: path.resolve(currentFolder, flags.outputDir ?? defaultOutputFolder(currentFolder)),
    leastFreeBytes: leastFreeBytes(),
    ...devicesSetting(),
    forgeApiUrl: forgeApiUrl(),
    ...(serverUrl === undefined ? {} : { forgeUrl: serverUrl }),
    signal: stopSignal(),
    onReady: () => {
      process.stderr.write(`prbench worker of ${host} (${flags.role}) is ready for ${server.address}\n`)
    },
  })
  return exitCodes.ok
}

/**
 * The server that is there. It knows our search attributes: a workflow that sets an unknown one would hang,
 * with nothing but lines in the worker's log.
 *
 * @throws Refused, where there is none, or where somebody must register them first
 */
async function preparedServer(): Promise<ServerChoice> {
  const choice = await findServerChoice()
  if (!choice) {
    throw new Refused('no Temporal server is running. Start one with prbench server, or set TEMPORAL_ADDRESS')
  }
  await using server = await connect(choice)
  await registerSearchAttributes(server)
  return choice
}

function embedded(address: string): ServerChoice {
  return { kind: 'embedded', address, namespace: 'default', connectionOptions: { address } }
}

function hostName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/.test(name)) return name
  throw new Refused(`"${name}" is not a valid host name: use letters, digits, . and -`)
}
