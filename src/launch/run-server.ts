import type { ProcessRecord } from '../comparison/launch.js'
import { killContainer, removeContainer } from '../docker/containers.js'
import type { ServerProcess } from '../engines/engine.js'
import { ClientKilled, killedReason } from './killed-from-outside.js'
import { openLaunchNetwork } from './launch-network.js'
import { report, type LaunchSession, type ServerSession } from './launch-session.js'
import { measureAccuracy } from './measure-accuracy.js'
import { measureCase } from './measure-case.js'
import { endingOf, processRecord } from './process-record.js'
import { runClient } from './run-client.js'
import { programContainer, secondsOf, settingsOf, type ProgramResult } from './run-program.js'
import { startServer, stopServer, untilReady, type Server } from './server.js'

/** What became of a server's cases. */
interface Use {
  /** Where it is not the server's own end that tells: `complete` where it was stopped as it should be. */
  readonly ending?: 'complete' | 'late' | 'lost'
  /** The case in which it ended, null where it ended in none or did not. */
  readonly culprit: string | null
}

/** Its cases are measured, or will not be: a client was killed, so that the launch is void. */
const nothingMoreToDo: Use = { ending: 'complete', culprit: null }

/**
 * Runs one server of a launch from its start to its end, with the cases that are left, or takes over the one
 * that an attempt before this one started. Saves each case as soon as it is finished, and how the server
 * ended.
 */
export async function runServer(
  launched: LaunchSession,
  number: number,
  program: ServerProcess,
): Promise<void> {
  const { launch } = launched
  const watching = new AbortController()
  const signal = AbortSignal.any([launch.signal, watching.signal])
  const session = { ...launched, program, network: await openLaunchNetwork(launch), signal }
  const server = await startServer(session, number)
  try {
    await report(session, { process: number, container: server.container })
    const use = await useServer(session, server).catch((error: unknown) => {
      if (error instanceof ClientKilled) return nothingMoreToDo
      throw error
    })
    const { isStopping: wasStopped = false } = await launch.spool.server(number)
    const end = await stopServer(session, server)
    await launch.spool.saveEnded(serverRecord(session, server, use, wasStopped, end))
  } finally {
    watching.abort()
    await server.ended.catch(() => undefined)
  }
  await removeContainer(launch.host.engine, server.container)
}

async function useServer(session: ServerSession, server: Server): Promise<Use> {
  const { launch, program, signal } = session
  const { spool, host } = launch
  const readiness = await untilReady(session, server)
  if (readiness === 'late') {
    await spool.noteServer(server.number, { isStopping: true })
    await killContainer(host.engine, server.container, signal)
    return { ending: 'late', culprit: null }
  }
  if (killedReason(await spool.failedClients()) !== undefined) return nothingMoreToDo
  // A server that has ended may have finished a case whose client nobody asked yet.
  const { isWarm = false } = await spool.server(server.number)
  if (readiness === 'ready' && !isWarm) await warmUp(session, server)
  if (launch.purpose === 'priming') return readiness === 'ready' ? nothingMoreToDo : { culprit: null }

  const finished = await spool.finishedCases()
  for (const name of program.cases.filter((name) => !finished.has(name))) {
    const progress = await measureCase(session, server, name)
    // It ended between two cases: what its log says of the one before is that one's.
    if (progress === 'not-started' && name !== program.cases[0]) server.watch.forget(new Date())
    if (progress === 'lost') return { ending: 'lost', culprit: name }
    if (progress !== 'finished') return { culprit: progress === 'ended' ? name : null }
  }
  if (program.accuracy !== undefined && launch.order.pair === 1) {
    const progress = await measureAccuracy(session, server, program.accuracy)
    if (progress === 'lost') return { ending: 'lost', culprit: null }
    if (progress === 'ended') return { culprit: null }
  }
  return nothingMoreToDo
}

/** Sends the requests that nobody measures. That it failed will show in the first case. */
async function warmUp(session: ServerSession, server: Server): Promise<void> {
  const { launch, program } = session
  for (const { name, ...request } of program.warmUps(server.address)) {
    const process = `warm-up-${server.number}-${name}`
    const run = { process, title: `warm-up, ${name}`, program: request }
    await runClient(session, server, run)
    await removeContainer(launch.host.engine, programContainer(session, process))
  }
  await launch.spool.noteServer(server.number, { isWarm: true })
}

/** @param wasStopped an attempt before this one had asked it to stop */
function serverRecord(
  { program }: ServerSession,
  { number, watch }: Server,
  use: Use,
  wasStopped: boolean,
  end: ProgramResult,
): ProcessRecord {
  const wasLate = use.ending === 'late' || (!watch.isReady && secondsOf(end) >= program.readySeconds)
  const ending =
    use.ending === 'lost'
      ? 'lost'
      : endingOf(end, {
          isComplete: use.ending === 'complete',
          ...{ wasLate, wasStopped, isOutOfMemory: watch.outOfMemory },
        })
  return processRecord(end, {
    process: number,
    cases: [...program.cases],
    ending,
    culprit: use.culprit,
    ...(watch.isReady ? { server: watch.state } : {}),
    started: settingsOf(program),
  })
}
