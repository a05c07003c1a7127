import type { AccuracyRun } from '../comparison/launch.js'
import { removeContainer } from '../docker/containers.js'
import { MountRefused, StartRefused } from '../docker/errors.js'
import type { AccuracyTest } from '../engines/engine.js'
import { report, type ServerSession } from './launch-session.js'
import { runReadClient } from './run-client.js'
import { programContainer, wasLost } from './run-program.js'
import type { Server } from './server.js'

/** `ended` where the server ended in it, `lost` where the Engine was away and a run came to nothing. */
export type AccuracyProgress = 'finished' | 'ended' | 'lost'

/**
 * Asks a server for its accuracy, as often as its engine says. A run that fails is saved with its reason, and
 * costs nothing else; one that failed with the Engine is not saved, and left to another server.
 */
export async function measureAccuracy(
  session: ServerSession,
  server: Server,
  test: AccuracyTest,
): Promise<AccuracyProgress> {
  const { spool } = session.launch
  const runs = await spool.accuracyRuns()
  let hasFailed = runs.some((run) => run.accuracy === null)
  for (let repeat = runs.length + 1; repeat <= test.repeats; repeat += 1) {
    const run = await accuracyRun(session, server, test, repeat)
    if (run === 'lost') return 'lost'
    hasFailed ||= run.accuracy === null
    await spool.saveAccuracy(repeat, run)
  }
  return hasFailed && server.hasEnded() ? 'ended' : 'finished'
}

async function accuracyRun(
  session: ServerSession,
  server: Server,
  test: AccuracyTest,
  repeat: number,
): Promise<AccuracyRun | 'lost'> {
  const client = await test.client(server.address)
  if ('kind' in client) return { accuracy: null, reason: client }
  if (server.hasEnded()) {
    return wasLost(await server.ended) ? 'lost' : { accuracy: null, reason: { kind: 'server-ended' } }
  }
  const process = `${test.name.toLowerCase()}-${server.number}-${repeat}`
  const container = programContainer(session, process)
  await report(session, { process: server.number, container, case: test.name })
  try {
    const title = `${test.name}, run ${repeat} of ${test.repeats}`
    const { end, result } = await runReadClient(session, server, { process, title }, client)
    await removeContainer(session.launch.host.engine, container)
    return result.accuracy === null && wasLost(end) ? 'lost' : result
  } catch (error) {
    // What it needs is not on the host, or it cannot be run at all.
    if (!(error instanceof MountRefused || error instanceof StartRefused)) throw error
    return { accuracy: null, reason: { kind: 'text', text: error.message } }
  }
}
