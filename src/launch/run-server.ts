import type { OnlineCase } from '../comparison/case.js'
import type { ProcessRecord } from '../comparison/launch.js'
import { killContainer, removeContainer } from '../docker/containers.js'
import type { ContainerResult } from '../docker/run-container.js'
import { clientContainer, runClient } from './client-run.js'
import { ClientKilled, killedReason } from './killed-from-outside.js'
import { floodNote } from './log-tail.js'
import { measureAccuracy } from './measure-accuracy.js'
import { loadProgram } from './load-program.js'
import { measureCase } from './measure-case.js'
import type { OnlineSession } from './online-session.js'
import { unfinishedCases } from './process-history.js'
import { startServer, stopServer, untilReady, type Server } from './server.js'

/** What became of a server's cases. */
interface Use {
  /** Where it is not the server's own end that tells: `complete` where it was stopped as it should be. */
  ending?: 'complete' | 'deadline' | 'lost'
  /** The case in which it ended, null where it ended in none or did not. */
  culprit: string | null
}

/** Its cases are measured, or will not be: a client was killed, so that the launch is void. */
const nothingMoreToDo: Use = { ending: 'complete', culprit: null }

/**
 * Runs one server of an online launch from its start to its end, with the cases that are left, or takes over the one
 * that an attempt before this one started. Saves each case as soon as it is finished, and how the server ended.
 *
 * @param cases those that the server is started for
 */
export async function runServer(
  session: OnlineSession,
  number: number,
  cases: readonly OnlineCase[],
): Promise<void> {
  const { launch } = session
  const watching = new AbortController()
  const signal = AbortSignal.any([launch.signal, watching.signal])
  const server = await startServer(session, number, signal)
  try {
    await session.report({ server: number, container: server.container })
    const use = await usedServer(session, server, cases, signal)
    const wasStopped = await launch.spool.isStopping(number)
    const end = await stopServer(session, server, signal)
    await launch.spool.saveEnded(serverRecord(session, server, { cases, use, wasStopped, end }))
  } finally {
    watching.abort()
    await server.ended.catch(() => undefined)
  }
  await removeContainer(launch.host.engine, server.container)
}

async function usedServer(...use: Parameters<typeof useServer>): Promise<Use> {
  try {
    return await useServer(...use)
  } catch (error) {
    if (error instanceof ClientKilled) return nothingMoreToDo
    throw error
  }
}

async function useServer(
  session: OnlineSession,
  server: Server,
  cases: readonly OnlineCase[],
  signal: AbortSignal,
): Promise<Use> {
  const { launch } = session
  const { spool, host, stage } = launch
  const readiness = await untilReady(session, server, signal)
  if (readiness === 'late') {
    await spool.saveStopping(server.number)
    await killContainer(host.engine, server.container, signal)
    return { ending: 'deadline', culprit: null }
  }
  if (killedReason(await spool.failedClients()) !== undefined) return nothingMoreToDo
  // A server that has ended may have finished a case whose client nobody asked yet.
  if (readiness === 'ready' && !(await spool.isWarm(server.number)))
    await warmUp(session, server, cases, signal)

  if (launch.purpose === 'priming') return readiness === 'ready' ? nothingMoreToDo : { culprit: null }

  for (const entry of unfinishedCases(cases, await spool.finishedCases())) {
    const progress = await measureCase(session, server, entry, signal)
    // It ended between two cases: what its log says of the one before is that one's.
    if (progress === 'not-started' && entry !== cases[0]) server.watch.forget(new Date())
    if (progress === 'lost') return { ending: 'lost', culprit: entry.name }
    if (progress !== 'finished') return { culprit: progress === 'ended' ? entry.name : null }
  }
  if (stage.accuracy !== undefined && launch.order.pair === 1) {
    const progress = await measureAccuracy(session, server, stage.accuracy, signal)
    if (progress === 'lost') return { ending: 'lost', culprit: null }
    if (progress === 'ended') return { culprit: null }
  }
  return nothingMoreToDo
}

/**
 * Sends a few requests of each shape that nobody measures: the first ones after a start pay for what is built and
 * tuned lazily. That it failed will show in the first case.
 */
async function warmUp(
  session: OnlineSession,
  server: Server,
  cases: readonly OnlineCase[],
  signal: AbortSignal,
): Promise<void> {
  const { launch, recipe } = session
  const shapes = new Map(cases.map((entry) => [`${entry.inputLength}x${entry.outputLength}`, entry]))
  for (const [shape, { inputLength, outputLength }] of recipe.warmUpPrompts === 0 ? [] : shapes) {
    const process = `warm-up-${server.number}-${shape}`
    const load = { requestRate: Infinity }
    await runClient(
      session,
      server,
      {
        process,
        title: `warm-up, ${shape}`,
        ...loadProgram(session, server, {
          load,
          prompts: recipe.warmUpPrompts,
          inputLength,
          outputLength,
        }),
        deadlineSeconds: recipe.caseDeadlineSeconds,
        markers: [],
        onLine: () => undefined,
      },
      signal,
    )
    await removeContainer(launch.host.engine, clientContainer(session, process))
  }
  await launch.spool.saveWarm(server.number)
}

interface ServerEnd {
  cases: readonly OnlineCase[]
  use: Use
  /** An attempt before this one had asked it to stop. */
  wasStopped: boolean
  end: ContainerResult
}

function serverRecord(
  { recipe }: OnlineSession,
  server: Server,
  { cases, use, wasStopped, end }: ServerEnd,
): ProcessRecord {
  const { watch, tail } = server
  const wasLate = !watch.isReady && secondsOf(end) >= recipe.readyDeadlineSeconds
  // A server that was late while the Engine was away is no slow one.
  const known = use.ending === 'deadline' && end.engineWasAway ? 'lost' : use.ending
  const ending = known ?? endingOf({ outOfMemory: watch.outOfMemory, wasLate, wasStopped }, end)
  return {
    process: server.number,
    container: server.container,
    cases: cases.map((entry) => entry.name),
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    ending,
    culprit: use.culprit,
    ...(watch.isReady ? { server: { ...watch.state } } : {}),
    started: server.settings,
    logTail: ending === 'complete' ? [] : [...tail.lines(), ...floodNote(end)],
  }
}

function endingOf(
  { outOfMemory, wasLate, wasStopped }: { outOfMemory: boolean; wasLate: boolean; wasStopped: boolean },
  end: ContainerResult,
): ProcessRecord['ending'] {
  if (end.engineWasAway || end.lostWithEngine) return 'lost'
  if (wasLate || end.timedOut) return 'deadline'
  if (end.killedFromOutside && !wasStopped) return 'killed'
  return outOfMemory || end.oomKilled ? 'out-of-memory' : 'died'
}

function secondsOf({ startedAt, finishedAt }: ContainerResult): number {
  return (finishedAt.getTime() - startedAt.getTime()) / 1000
}
