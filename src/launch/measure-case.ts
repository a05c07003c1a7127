import { inspectContainer, removeContainer } from '../docker/containers.js'
import { pause } from '../docker/pause.js'
import type { Reason } from '../comparison/reason.js'
import { report, type ServerSession } from './launch-session.js'
import { endingOf } from './process-record.js'
import { runReadClient, saveFailed } from './run-client.js'
import { programContainer, wasLost } from './run-program.js'
import { askServer, type Server } from './server.js'

const askEveryMs = 500
/** A server whose scheduler was killed goes down seven seconds later. */
const deathMs = 15_000

/**
 * `ended` where the server ended in the case, `not-started` where it had before, `lost` where the Engine was
 * away and the client came to nothing.
 */
export type CaseProgress = 'finished' | 'ended' | 'not-started' | 'lost'

/**
 * Measures one case on a server that is ready, or goes on with it where an attempt before this one left off.
 * Saves what it came to, unless the server is to blame: then another one gets the case.
 *
 * @throws ClientKilled
 */
export async function measureCase(
  session: ServerSession,
  server: Server,
  name: string,
): Promise<CaseProgress> {
  const { launch, program, signal } = session
  const { spool, host, stage } = launch
  const index = stage.cases.findIndex((entry) => entry.name === name)
  const process = `client-${server.number}-${index}`
  const container = programContainer(session, process)
  if ((await inspectContainer(host.engine, container, signal)) === undefined) {
    if (server.hasEnded()) return 'not-started'
    const problem = await emptyCache(session, server)
    if (server.hasEnded()) return 'not-started'
    if (problem !== undefined) {
      await spool.saveCase({ case: name, values: null, reason: problem, repeats: [] })
      return 'finished'
    }
  }

  await report(session, { process: server.number, container, case: name })
  const run = { process, case: name, title: name }
  const client = program.client(name, server.address)
  const { end, result } = await runReadClient(session, server, run, client)
  if (result.values === null) {
    if (wasLost(end)) return 'lost'
    if (await isDying(session, server)) return 'ended'
    if (end.exitCode !== 0) await saveFailed(session, server, run, end, endingOf(end, {}))
  }
  await spool.saveCase(result)
  await removeContainer(host.engine, container)
  return 'finished'
}

/**
 * Empties a server's cache of prompts, which refuses while requests run. Gives why it could not be emptied.
 */
async function emptyCache(session: ServerSession, server: Server): Promise<Reason | undefined> {
  const { signal } = session
  const { emptyCache: request } = session.program
  if (request === undefined) return undefined
  const deadlineAt = Date.now() + request.deadlineSeconds * 1000
  for (;;) {
    const status = await askServer(session, server, request.path)
    if (status === 200 || server.hasEnded()) return undefined
    if (Date.now() >= deadlineAt) {
      return { kind: 'cache-not-emptied', seconds: request.deadlineSeconds, status: status ?? null }
    }
    await pause(askEveryMs, { signal, wake: server.ended })
  }
}

/** Whether a server has ended or is about to, after a client of it came to nothing. */
async function isDying(session: ServerSession, server: Server): Promise<boolean> {
  if (server.hasEnded()) return true
  if ((await askServer(session, server, session.program.healthPath)) === 200) return false
  await pause(deathMs, { signal: session.signal, wake: server.ended })
  return server.hasEnded()
}
