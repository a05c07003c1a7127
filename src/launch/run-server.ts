import type { OnlineCase } from '../comparison/case.js'
import type { ProcessRecord } from '../comparison/launch.js'
import { killContainer, removeContainer } from '../docker/containers.js'
import type { ContainerResult } from '../docker/run-container.js'
import { clientContainer, runClient } from './client-run.js'
import { floodNote } from './log-tail.js'
import { measureAccuracy } from './measure-accuracy.js'
import { loadCommand, measureCase } from './measure-case.js'
import type { OnlineSession } from './online-session.js'
import { unfinishedCases } from './process-history.js'
import { startServer, stopServer, untilReady, type Server } from './server.js'

/** What became of a server's cases: the one in which it ended, null where it ended in none or did not. */
interface Use {
  isComplete: boolean
  culprit: string | null
}

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
    const use = await useServer(session, server, cases, signal)
    const end = await stopServer(session, server, signal)
    await launch.spool.saveEnded(serverRecord(session, server, cases, use, end))
  } finally {
    watching.abort()
    await server.ended.catch(() => undefined)
  }
  await removeContainer(launch.host.engine, server.container)
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
    await killContainer(host.engine, server.container, signal)
    return { isComplete: false, culprit: null }
  }
  // A server that has ended may have finished a case whose client nobody asked yet.
  if (readiness === 'ready' && !(await spool.isWarm(server.number)))
    await warmUp(session, server, cases, signal)

  if (launch.purpose === 'priming') return { isComplete: readiness === 'ready', culprit: null }

  for (const entry of unfinishedCases(cases, await spool.finishedCases())) {
    const progress = await measureCase(session, server, entry, signal)
    if (progress !== 'finished') {
      return { isComplete: false, culprit: progress === 'ended' ? entry.name : null }
    }
  }
  if (stage.accuracy !== undefined && launch.order.pair === 1) {
    await measureAccuracy(session, server, stage.accuracy, signal)
  }
  return { isComplete: true, culprit: null }
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
  const shapes = new Map(
    cases.map((entry) => [`${String(entry.inputLength)}x${String(entry.outputLength)}`, entry]),
  )
  for (const [shape, { inputLength, outputLength }] of recipe.warmUpPrompts === 0 ? [] : shapes) {
    const process = `warm-up-${String(server.number)}-${shape}`
    const load = { requestRate: Infinity }
    await runClient(
      session,
      server,
      {
        process,
        title: `warm-up, ${shape}`,
        command: loadCommand(session, server, {
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

function serverRecord(
  { recipe }: OnlineSession,
  server: Server,
  cases: readonly OnlineCase[],
  { isComplete, culprit }: Use,
  end: ContainerResult,
): ProcessRecord {
  const { watch, tail } = server
  const wasLate = !watch.isReady && secondsOf(end) >= recipe.readyDeadlineSeconds
  const ending = isComplete ? 'complete' : endingOf(watch.outOfMemory, wasLate, end)
  return {
    process: server.number,
    container: server.container,
    cases: cases.map((entry) => entry.name),
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    ending,
    culprit,
    ...(watch.isReady ? { server: { ...watch.state } } : {}),
    started: server.settings,
    logTail: isComplete ? [] : [...tail.lines(), ...floodNote(end)],
  }
}

function endingOf(outOfMemory: boolean, wasLate: boolean, end: ContainerResult): ProcessRecord['ending'] {
  if (end.engineWasAway) return 'lost'
  if (wasLate || end.timedOut) return 'deadline'
  return outOfMemory || end.oomKilled ? 'out-of-memory' : 'died'
}

function secondsOf({ startedAt, finishedAt }: ContainerResult): number {
  return (finishedAt.getTime() - startedAt.getTime()) / 1000
}
