import type { OnlineCase } from '../comparison/case.js'
import type { ProcessRecord } from '../comparison/launch.js'
import { inspectContainer, removeContainer } from '../docker/containers.js'
import { readFileFromContainer } from '../docker/copy-out.js'
import { FileMissing, FileTooLarge } from '../docker/errors.js'
import { pause } from '../docker/pause.js'
import { ServingOutput, servingMarkers } from '../engines/sglang/serving-output.js'
import { clientContainer, runClient, type ClientEnd } from './client-run.js'
import { floodNote } from './log-tail.js'
import { latestServingResult, type LatestServingResult } from './latest-serving-result.js'
import { loadProgram, loadResultFile } from './load-program.js'
import type { OnlineSession } from './online-session.js'
import { servingCaseResult } from './serving-case-result.js'
import { askServer, type Server } from './server.js'

const resultFileBytes = 64 * 1024 * 1024

const flushEveryMs = 500
/** A server whose scheduler was killed goes down seven seconds later. */
const deathMs = 15_000

/**
 * `ended` where the server ended in the case, `not-started` where it had before, `lost` where the Engine was
 * away and the client came to nothing.
 */
export type CaseProgress = 'finished' | 'ended' | 'not-started' | 'lost'

/**
 * Measures one case on a server that is ready, or goes on with it where an attempt before this one left off. Saves
 * what it came to, unless the server is to blame: then another one gets the case.
 *
 * @throws ClientKilled
 */
export async function measureCase(
  session: OnlineSession,
  server: Server,
  entry: OnlineCase,
  signal: AbortSignal,
): Promise<CaseProgress> {
  const { launch, recipe } = session
  const { engine } = launch.host
  const process = `client-${server.number}-${launch.stage.cases.indexOf(entry)}`
  const container = clientContainer(session, process)
  if ((await inspectContainer(engine, container, signal)) === undefined) {
    if (server.hasEnded()) return 'not-started'
    const problem = await emptyCache(session, server, signal)
    if (server.hasEnded()) return 'not-started'
    if (problem !== undefined) {
      await launch.spool.saveCase({ case: entry.name, values: null, reason: problem, repeats: [] })
      return 'finished'
    }
  }

  await session.report({ server: server.number, container, case: entry.name })
  const output = new ServingOutput()
  let begun: Date | undefined
  const end = await runClient(
    session,
    server,
    {
      process,
      case: entry.name,
      title: entry.name,
      ...loadProgram(session, server, entry),
      deadlineSeconds: recipe.caseDeadlineSeconds,
      markers: servingMarkers,
      onLine: ({ text, time }) => {
        output.read(text)
        if (output.hasBegun) begun ??= new Date(time)
      },
    },
    signal,
  )
  const from = begun ?? end.startedAt
  server.watch.forget(end.startedAt)
  await server.watch.caughtUp(end.finishedAt, signal)
  const { flags } = session.serving
  const { result: written, problem } = await resultOf(session, container, output, signal)
  const result = servingCaseResult(entry, {
    result: written,
    firstError: output.firstError,
    fileProblem: problem,
    exitCode: end.exitCode,
    timedOut: end.timedOut,
    oomKilled: end.oomKilled,
    observations: server.watch.observe(from, end.finishedAt),
    hasDataset: recipe.dataset !== undefined,
    startsCold: flags.includes('--flush-cache') || flags.includes('--warmup-requests'),
    wallSeconds: (end.finishedAt.getTime() - from.getTime()) / 1000,
  })
  if (result.values === null && (end.engineWasAway || end.lostWithEngine)) return 'lost'
  if (result.values === null && (await isDying(session, server, signal))) return 'ended'
  await launch.spool.saveCase(result)
  if (result.values === null && end.exitCode !== 0) {
    await launch.spool.saveFailedClient(process, clientRecord(server, entry, end))
  }
  await removeContainer(engine, container)
  return 'finished'
}

/** Empties a server's cache of prompts, which refuses while requests run. Gives why it could not be emptied. */
async function emptyCache(
  session: OnlineSession,
  server: Server,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { flushDeadlineSeconds } = session.recipe
  const deadlineAt = Date.now() + flushDeadlineSeconds * 1000
  for (;;) {
    const status = await askServer(session, server, '/flush_cache', signal)
    if (status === 200 || server.hasEnded()) return undefined
    if (Date.now() >= deadlineAt) {
      const answer = status === undefined ? 'it did not answer' : `it answered ${status}`
      return `the server's cache could not be emptied within ${flushDeadlineSeconds} s (${answer})`
    }
    await pause(flushEveryMs, { signal, wake: server.ended })
  }
}

/**
 * The row that the load generator wrote, completed by what it printed; what it printed where the row cannot be read, and
 * why that is.
 */
async function resultOf(
  { launch }: OnlineSession,
  container: string,
  output: ServingOutput,
  signal: AbortSignal,
): Promise<LatestServingResult> {
  const printed = output.result
  try {
    const file = await readFileFromContainer(launch.host.engine, container, loadResultFile, {
      maxBytes: resultFileBytes,
      signal,
    })
    return latestServingResult(file.toString('utf8'), loadResultFile, printed)
  } catch (error) {
    if (error instanceof FileMissing || error instanceof FileTooLarge)
      return { result: printed, problem: error.message }
    throw error
  }
}

/** Whether a server has ended or is about to, after a client of it came to nothing. */
async function isDying(session: OnlineSession, server: Server, signal: AbortSignal): Promise<boolean> {
  if (server.hasEnded()) return true
  if ((await askServer(session, server, '/health', signal)) === 200) return false
  await pause(deathMs, { signal, wake: server.ended })
  return server.hasEnded()
}

function clientRecord(server: Server, entry: OnlineCase, end: ClientEnd): ProcessRecord {
  return {
    process: server.number,
    container: end.name,
    cases: [entry.name],
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    ending: end.timedOut ? 'deadline' : end.oomKilled ? 'out-of-memory' : 'died',
    culprit: entry.name,
    logTail: [...end.tail, ...floodNote(end)],
  }
}
