import { containerName } from '../docker/container-identity.js'
import { hasEnded, inspectContainer, killContainer, signalContainer } from '../docker/containers.js'
import { ContainerMissing, ContainerUnstoppable } from '../docker/errors.js'
import { executeInContainer } from '../docker/execute.js'
import { pause } from '../docker/pause.js'
import { runContainer, type ContainerResult } from '../docker/run-container.js'
import type { StartSettings } from '../comparison/launch.js'
import { serverDeadlineSeconds } from '../comparison/stage.js'
import { serverLogPath } from '../run/layout.js'
import { redactKeys } from '../engines/output/redact-keys.js'
import { serverLogMarkers } from '../engines/sglang/server-log.js'
import { probedStatus, serverProbeCommand } from '../engines/server-probe.js'
import { serverCommand } from '../engines/sglang/serving-command.js'
import { engineStart, settingsOf } from './engine-start.js'
import { identityOf, launchTitle } from './launch.js'
import type { LogTail } from './log-tail.js'
import { serverPort, type OnlineSession } from './online-session.js'
import { openBlock } from './open-block.js'
import { ProgramOutput } from './program-output.js'
import { ServerWatch } from './server-watch.js'

const probeSeconds = 10
const probeEveryMs = 500
/** A killed process that is still there waits for a device in the kernel, and nothing will end it. */
const killMs = 60_000

/** A server of a launch, from its container's start to its end. */
export interface Server {
  readonly number: number
  readonly container: string
  /** On the launch's network. */
  readonly address: string
  readonly startedAt: Date
  readonly watch: ServerWatch
  readonly tail: LogTail
  readonly settings: StartSettings
  /** Rejects where the watching failed or was called off; the container then goes on. */
  readonly ended: Promise<ContainerResult>
  readonly hasEnded: () => boolean
}

/**
 * Starts a server, or takes over the one that an attempt before this one started. Its log is written and watched
 * until it ends or `signal` is aborted.
 */
export async function startServer(
  session: OnlineSession,
  number: number,
  signal: AbortSignal,
): Promise<Server> {
  const { launch, recipe, template, network } = session
  const { host, image, stage, spool } = launch
  const identity = identityOf(launch, `server-${number}`)
  const container = containerName(identity)
  const start = engineStart(launch, recipe.serverFlags)
  const command = serverCommand({
    ...template.folders,
    tensorParallel: stage.recipe.tensorParallel,
    port: serverPort,
    flags: start.flags,
  })
  const log = await openBlock(spool, serverLogPath(launch.log.path), `server-${number}`)
  const output = new ProgramOutput(log, serverLogMarkers)
  const watch = new ServerWatch()
  let end: ContainerResult | undefined
  let hasStarted: () => void = () => undefined
  const started = new Promise<void>((resolve) => {
    hasStarted = resolve
  })

  const run = async (): Promise<ContainerResult> => {
    try {
      await log.write(`===== ${launchTitle(launch)}, server ${number} in container ${container} =====`)
      await log.write(redactKeys(`command: ${command.join(' ')}`))
      end = await runContainer({
        engine: host.engine,
        identity,
        spec: template.spec({
          imageId: image.id,
          command,
          environment: start.environment,
          compiles: true,
          network,
          deadlineSeconds: serverDeadlineSeconds(stage),
        }),
        signal,
        onState: (state) => {
          if (state === 'started' || state === 'adopted') hasStarted()
        },
        onLines: async (lines) => {
          watch.read(await output.take(lines), lines.lastTime)
        },
      })
      const seconds = (end.finishedAt.getTime() - end.startedAt.getTime()) / 1000
      await log.write(`----- server ended, exit code ${end.exitCode}, after ${seconds.toFixed(1)} s -----`)
      return end
    } finally {
      await log.close()
    }
  }
  const ended = run()
  ended.catch(() => undefined) // whoever waits for it hears of it; nobody may be waiting yet

  await Promise.race([started, ended])
  const found = await inspectContainer(host.engine, container, signal)
  if (found === undefined) throw new ContainerMissing(container)
  if (hasEnded(found)) await ended
  const address =
    (await spool.serverAddress(number)) ?? found.NetworkSettings.Networks[network]?.IPAddress ?? ''
  if (address !== '') await spool.saveServerAddress(number, address)
  return {
    number,
    container,
    address,
    startedAt: new Date(found.State.StartedAt),
    watch,
    tail: output.tail,
    settings: settingsOf(command, start),
    ended,
    hasEnded: () => end !== undefined,
  }
}

/**
 * Waits until a server is ready: its container runs, its log says so, and `/health` answers. A server that ends is
 * noticed at once.
 */
export async function untilReady(
  session: OnlineSession,
  server: Server,
  signal: AbortSignal,
): Promise<'ready' | 'ended' | 'late'> {
  const deadlineAt = server.startedAt.getTime() + session.recipe.readyDeadlineSeconds * 1000
  for (;;) {
    if (server.hasEnded()) return 'ended'
    const left = deadlineAt - Date.now()
    // One that was taken over after its deadline may have been ready in time: its log says so once it is read.
    if (left <= 0 && !server.watch.isReady) await server.watch.caughtUp(new Date(), signal)
    if (server.watch.isReady && (await askServer(session, server, '/health', signal)) === 200) {
      return server.hasEnded() ? 'ended' : 'ready'
    }
    if (left <= 0) return server.hasEnded() ? 'ended' : 'late'
    const wake = Promise.race(server.watch.isReady ? [server.ended] : [server.ended, server.watch.ready])
    await pause(server.watch.isReady ? Math.min(probeEveryMs, left) : left, { signal, wake })
  }
}

/** Asks a server for a path. Gives the status of its answer; `undefined` where there was none. */
export async function askServer(
  { launch }: OnlineSession,
  { container }: Server,
  path: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const command = serverProbeCommand(serverPort, path, probeSeconds)
  const { engine } = launch.host
  const deadlineMs = 2 * probeSeconds * 1000
  return probedStatus(await executeInContainer({ engine, container, command, deadlineMs, signal }))
}

/**
 * Ends a server, whose clients have ended before, and waits for the last of its log.
 *
 * @throws ContainerUnstoppable
 */
export async function stopServer(
  { launch, recipe }: OnlineSession,
  server: Server,
  signal: AbortSignal,
): Promise<ContainerResult> {
  const { engine } = launch.host
  if (!server.hasEnded()) {
    await launch.spool.saveStopping(server.number)
    // SIGINT ends an idle server in two seconds; SIGTERM would make it wait for requests first.
    await signalContainer(engine, server.container, 'SIGINT', signal)
    await pause(recipe.stopDeadlineSeconds * 1000, { signal, wake: server.ended })
  }
  if (!server.hasEnded()) {
    await killContainer(engine, server.container, signal)
    await pause(killMs, { signal, wake: server.ended })
  }
  if (!server.hasEnded()) throw new ContainerUnstoppable(server.container, killMs)
  return server.ended
}
