import type { ProcessRecord } from '../comparison/launch.js'
import { containerName } from '../docker/container-identity.js'
import { killContainer } from '../docker/containers.js'
import type { LogLine } from '../docker/log-lines.js'
import type { Mount } from '../docker/mounts.js'
import { runContainer, type ContainerResult } from '../docker/run-container.js'
import { ClientKilled } from './killed-from-outside.js'
import { identityOf, launchTitle } from './launch.js'
import type { LogTail } from './log-tail.js'
import type { OnlineSession } from './online-session.js'
import { openBlock } from './open-block.js'
import { ProgramOutput } from './program-output.js'
import type { Server } from './server.js'

/** A program that sends requests to a server of the launch. */
export interface Client {
  /** What its container is told apart by, within the launch. */
  readonly process: string
  /** The case that it measures, if any. */
  readonly case?: string
  /** What it does, for the log. */
  readonly title: string
  readonly command: readonly string[]
  readonly deadlineSeconds: number
  readonly mounts?: readonly Mount[]
  /** Gets each line that holds one of the markers, and maybe some more. */
  readonly onLine: (line: LogLine) => void
  readonly markers: readonly string[]
}

export interface ClientEnd extends ContainerResult {
  readonly tail: readonly string[]
}

/** The container of a client of this launch. */
export function clientContainer({ launch }: OnlineSession, process: string): string {
  return containerName(identityOf(launch, process))
}

/**
 * Runs a client on the launch's network to its end, in a container of main's image, or takes over the one that an
 * attempt before this one started. A client whose server ends is ended with it. Its container stays, for what it
 * wrote.
 *
 * @throws ClientKilled, with a record of it saved, where somebody killed it
 */
export async function runClient(
  session: OnlineSession,
  server: Server,
  client: Client,
  signal: AbortSignal,
): Promise<ClientEnd> {
  const { launch, template, driver, network } = session
  const { host, spool } = launch
  const container = clientContainer(session, client.process)
  const log = await openBlock(spool, launch.log.path, client.process)
  const output = new ProgramOutput(log, client.markers)
  const endWithServer = () => {
    if (server.hasEnded()) void killContainer(host.engine, container, signal).catch(() => undefined)
  }
  void server.ended.then(endWithServer, () => undefined)

  try {
    await log.write(
      `===== ${launchTitle(launch)}, server ${server.number}: ${client.title} in container ${container} =====`,
    )
    await log.write(`command: ${client.command.join(' ')}`)
    const end = await runContainer({
      engine: host.engine,
      identity: identityOf(launch, client.process),
      spec: template.spec({
        imageId: driver.id,
        command: client.command,
        environment: {},
        network,
        mounts: client.mounts ?? [],
        deadlineSeconds: client.deadlineSeconds,
      }),
      signal,
      onState: (state) => {
        if (state === 'started' || state === 'adopted') endWithServer()
      },
      onLines: async (lines) => {
        for (const line of await output.take(lines)) client.onLine(line)
      },
    })
    await log.write(`----- ${endingText(end)} -----`)
    if (end.killedFromOutside && !server.hasEnded()) {
      await spool.saveFailedClient(client.process, killedRecord(server, client, end, output.tail))
      throw new ClientKilled(`container ${container} was killed from outside`)
    }
    return { ...end, tail: output.tail.lines() }
  } finally {
    await log.close()
  }
}

function killedRecord(server: Server, client: Client, end: ContainerResult, tail: LogTail): ProcessRecord {
  return {
    process: server.number,
    container: end.name,
    cases: client.case === undefined ? [] : [client.case],
    startedAt: end.startedAt.toISOString(),
    finishedAt: end.finishedAt.toISOString(),
    exitCode: end.exitCode,
    ending: 'killed',
    culprit: client.case ?? null,
    logTail: tail.lines(),
  }
}

function endingText({ exitCode, timedOut, startedAt, finishedAt }: ContainerResult): string {
  const seconds = (finishedAt.getTime() - startedAt.getTime()) / 1000
  const how = timedOut ? 'stopped at its deadline' : `ended, exit code ${exitCode}`
  return `${how}, after ${seconds.toFixed(1)} s`
}
