import type { ProcessRecord } from '../comparison/launch.js'
import { killContainer } from '../docker/containers.js'
import type { Client, Program } from '../engines/engine.js'
import { ClientKilled } from './killed-from-outside.js'
import { processRecord } from './process-record.js'
import {
  programContainer,
  programEnd,
  runProgram,
  type ProgramResult,
  type ProgramRun,
} from './run-program.js'
import type { Server } from './server.js'
import type { ServerSession } from './launch-session.js'

/** A program that sends requests to a server of the launch. */
export interface ClientRun extends Pick<ProgramRun, 'process' | 'title'> {
  /** The case that it measures, if any. */
  readonly case?: string
}

/**
 * Runs a client on the launch's network to its end, in a container of main's image, or takes over the one
 * that an attempt before this one started. A client whose server ends is ended with it. Its container stays,
 * for what it wrote.
 *
 * @throws ClientKilled, with a record of it saved, where somebody killed it
 */
export async function runClient(
  session: ServerSession,
  server: Server,
  run: ClientRun & { readonly program: Program; readonly onLines?: ProgramRun['onLines'] },
): Promise<ProgramResult> {
  const { launch, network, signal } = session
  const container = programContainer(session, run.process)
  const endWithServer = () => {
    if (server.hasEnded()) void killContainer(launch.host.engine, container, signal).catch(() => undefined)
  }
  void server.ended.then(endWithServer, () => undefined)
  const end = await runProgram(session, {
    onLines: () => undefined,
    ...run,
    title: `server ${server.number}: ${run.title}`,
    isClient: true,
    network,
    onState: (state) => {
      if (state === 'started') endWithServer()
    },
  })
  if (end.killedFromOutside && !server.hasEnded()) {
    await saveFailed(session, server, run, end, 'killed')
    throw new ClientKilled(`container ${container} was killed from outside`)
  }
  return end
}

/**
 * The same for a client whose output says something: with what it came to, by what it printed and wrote and
 * what the server's log says of its measured part.
 *
 * @throws ClientKilled
 */
export async function runReadClient<Result>(
  session: ServerSession,
  server: Server,
  run: ClientRun,
  client: Client<Result>,
): Promise<{ readonly end: ProgramResult; readonly result: Result }> {
  const reader = client.reader()
  let begun: Date | undefined
  const end = await runClient(session, server, {
    ...run,
    program: client,
    onLines: (lines) => {
      for (const { text, time } of lines) {
        reader.read(text)
        if (reader.hasBegun) begun ??= new Date(time)
      }
    },
  })
  const from = begun ?? end.startedAt
  const { watch } = server
  watch.forget(end.startedAt)
  await watch.caughtUp(end.finishedAt, session.signal)
  const result = await reader.result(await programEnd(session, client, end), {
    wallSeconds: (end.finishedAt.getTime() - from.getTime()) / 1000,
    serverLines: watch.lines(from, end.finishedAt),
  })
  return { end, result }
}

/** Saves the record of a client that failed while its server went on. */
export async function saveFailed(
  { launch }: ServerSession,
  server: Server,
  run: ClientRun,
  end: ProgramResult,
  ending: ProcessRecord['ending'],
): Promise<void> {
  const cases = run.case === undefined ? [] : [run.case]
  const about = { process: server.number, cases, ending, culprit: run.case ?? null }
  await launch.spool.saveFailedClient(run.process, processRecord(end, about))
}
