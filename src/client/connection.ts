import {
  Client,
  Connection,
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
} from '@temporalio/client'
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig'
import { Failed, messageOf, Refused } from './command-error.js'
import { ensureServer } from './embedded/ensure-server.js'
import { findServer } from './embedded/find-server.js'
import { type ServerState, serverAddress, webUiAddress } from './embedded/state-file.js'
import { answersAsTemporal } from './probe.js'
import { localWebUi } from './web-ui.js'

/** How a server is reached, for `Connection` and `NativeConnection` alike. */
export type ServerConnection = { address: string } & Pick<
  ClientConnectConfig['connectionOptions'],
  'apiKey' | 'tls' | 'metadata'
>

/**
 * Which Temporal server a command uses. `configured`: TEMPORAL_ADDRESS or temporal.toml names it. `local`: it
 * answers on localhost:7233. `embedded`: prbench keeps it.
 */
export interface ServerChoice {
  kind: 'configured' | 'local' | 'embedded'
  address: string
  namespace: string
  connectionOptions: ServerConnection
  /** Without a slash at its end; undefined where nobody knows it. */
  webUi?: string | undefined
}

/** A connection to the server of a command's choice. */
export interface Server extends ServerChoice {
  client: Client
  /**
   * Makes calls with a deadline (10 s unless said otherwise).
   *
   * @throws Failed, with a sentence: the Temporal server at ... could not <what>
   */
  ask<T>(what: string, call: () => Promise<T>, deadlineMs?: number): Promise<T>
  [Symbol.asyncDispose](): Promise<void>
}

const localAddress = 'localhost:7233'

/** The server that is there; `undefined` where there is none. Starts nothing. */
export async function findServerChoice(): Promise<ServerChoice | undefined> {
  const configured = configuredServer()
  if (configured) return configured
  if (await answersAsTemporal(localAddress, namespaceOfLocal(), 2000)) {
    return {
      kind: 'local',
      address: localAddress,
      namespace: namespaceOfLocal(),
      connectionOptions: { address: localAddress },
      webUi: namedWebUi() ?? (await localWebUi()),
    }
  }
  const embedded = await findServer()
  return embedded && embeddedChoice(embedded)
}

/** The server that is there, or else the embedded one, started now. */
export async function chooseServer(say: (line: string) => void): Promise<ServerChoice> {
  const found = await findServerChoice()
  if (found && found.kind !== 'embedded') return found
  return embeddedChoice(await ensureServer(say))
}

/**
 * Connects to a server.
 *
 * @throws Refused, where it does not answer: nothing can be started there
 */
export async function connect(choice: ServerChoice): Promise<Server> {
  const { connectionOptions, address, namespace } = choice
  const connection = Connection.lazy({ ...connectionOptions, connectTimeout: 10_000 })
  const ask = async <T>(what: string, call: () => Promise<T>, deadlineMs = 10_000): Promise<T> => {
    try {
      return await connection.withDeadline(Date.now() + deadlineMs, call)
    } catch (error) {
      const late = `no answer within ${deadlineMs / 1000} s`
      const reason = isLateAnswer(error) ? late : grpcReason(error)
      if (reason === undefined) throw error
      throw new Failed(`the Temporal server at ${address} could not ${what}: ${reason}`, { cause: error })
    }
  }
  try {
    await ask('be reached', () => connection.workflowService.describeNamespace({ namespace }))
  } catch (error) {
    await connection.close()
    if (!(error instanceof Failed)) throw error
    throw new Refused(`${error.message}. Check TEMPORAL_ADDRESS, or unset it to use the embedded server`)
  }
  return {
    ...choice,
    client: new Client({ connection, namespace }),
    ask,
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

/**
 * Whether a call's deadline went by. Where the server sees that first, it resets the call, which reads as
 * cancelled; nobody else cancels one.
 */
export function isLateAnswer(error: unknown): boolean {
  return isGrpcDeadlineError(error) || isGrpcCancelledError(error)
}

function embeddedChoice(state: ServerState): ServerChoice {
  const address = serverAddress(state)
  return {
    kind: 'embedded',
    address,
    namespace: 'default',
    connectionOptions: { address },
    webUi: webUiAddress(state),
  }
}

function configuredServer(): ServerChoice | undefined {
  const { connectionOptions, namespace } = readConfiguration()
  const { address } = connectionOptions
  if (address === undefined) return undefined
  return {
    kind: 'configured',
    address,
    namespace: namespace ?? 'default',
    connectionOptions: { ...connectionOptions, address },
    webUi: namedWebUi(),
  }
}

function readConfiguration() {
  try {
    return loadClientConnectConfig()
  } catch (error) {
    throw new Refused(
      `the Temporal client is not configured correctly (TEMPORAL_*, temporal.toml): ${messageOf(error)}`,
    )
  }
}

function namespaceOfLocal(): string {
  return readConfiguration().namespace ?? 'default'
}

function namedWebUi(): string | undefined {
  return process.env.PRBENCH_TEMPORAL_UI?.replace(/\/+$/, '')
}

/** What gRPC says, without its numbers; `undefined` for errors that do not come from a call. */
function grpcReason(error: unknown): string | undefined {
  let cause = error
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    if (isGrpcServiceError(cause)) return cause.details === '' ? cause.message : cause.details
    cause = cause.cause
  }
  return undefined
}
