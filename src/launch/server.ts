import { hasEnded, inspectContainer, killContainer, signalContainer } from '../docker/containers.js'
import { ContainerMissing, ContainerUnstoppable } from '../docker/errors.js'
import { executeInContainer } from '../docker/execute.js'
import { pause } from '../docker/pause.js'
import { probedStatus, serverProbeCommand } from '../engines/server-probe.js'
import { serverLogPath } from '../run/layout.js'
import { programContainer, runProgram, type ProgramResult } from './run-program.js'
import { ServerWatch } from './server-watch.js'
import type { ServerSession } from './launch-session.js'

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
  /** Rejects where the watching failed or was called off; the container then goes on. */
  readonly ended: Promise<ProgramResult>
  readonly hasEnded: () => boolean
}

/**
 * Starts a server, or takes over the one that an attempt before this one started. Its log is written and
 * watched until it ends or `signal` is aborted.
 */
export async function startServer(session: ServerSession, number: number): Promise<Server> {
  const { launch, program, network, signal } = session
  const { host, spool } = launch
  const process = `server-${number}`
  const container = programContainer(session, process)
  const watch = new ServerWatch(program)
  let isOver = false
  let hasStarted: () => void = () => undefined
  const started = new Promise<void>((resolve) => {
    hasStarted = resolve
  })
  const ended = runProgram(session, {
    ...{ program, process, network },
    title: `server ${number}`,
    log: serverLogPath(launch.log.path),
    onState: (state) => {
      if (state === 'started') hasStarted()
      // Before its log is closed: who waits for a server that is gone waits for nothing.
      if (state === 'ended') isOver = true
    },
    onLines: (lines, lastTime) => {
      watch.read(lines, lastTime)
    },
  })
  ended.catch(() => undefined) // whoever waits for it hears of it; nobody may be waiting yet

  await Promise.race([started, ended])
  const found = await inspectContainer(host.engine, container, signal)
  if (found === undefined) throw new ContainerMissing(container)
  if (hasEnded(found)) await ended
  const known = (await spool.server(number)).address
  const address = known ?? found.NetworkSettings.Networks[network]?.IPAddress ?? ''
  if (address !== '') await spool.noteServer(number, { address })
  return {
    ...{ number, container, address, watch, ended },
    startedAt: new Date(found.State.StartedAt),
    hasEnded: () => isOver,
  }
}

/**
 * Waits until a server is ready: its container runs, its log says so, and `healthPath` answers. A server that
 * ends is noticed at once.
 */
export async function untilReady(
  session: ServerSession,
  server: Server,
): Promise<'ready' | 'ended' | 'late'> {
  const { signal } = session
  const deadlineAt = server.startedAt.getTime() + session.program.readySeconds * 1000
  for (;;) {
    if (server.hasEnded()) return 'ended'
    const left = deadlineAt - Date.now()
    // One that was taken over after its deadline may have been ready in time: its log says so once it is
    // read.
    if (left <= 0 && !server.watch.isReady) await server.watch.caughtUp(new Date(), signal)
    if (server.watch.isReady && (await askServer(session, server, session.program.healthPath)) === 200) {
      return server.hasEnded() ? 'ended' : 'ready'
    }
    if (left <= 0) return server.hasEnded() ? 'ended' : 'late'
    const wake = Promise.race(server.watch.isReady ? [server.ended] : [server.ended, server.watch.ready])
    await pause(server.watch.isReady ? Math.min(probeEveryMs, left) : left, { signal, wake })
  }
}

/** Asks a server for a path. Gives the status of its answer; `undefined` where there was none. */
export async function askServer(
  { launch, program, signal }: ServerSession,
  { container }: Server,
  path: string,
): Promise<number | undefined> {
  const command = serverProbeCommand(program.port, path, probeSeconds)
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
  { launch, program, signal }: ServerSession,
  server: Server,
): Promise<ProgramResult> {
  const { engine } = launch.host
  if (!server.hasEnded()) {
    await launch.spool.noteServer(server.number, { isStopping: true })
    // SIGINT ends an idle server in two seconds; SIGTERM would make it wait for requests first.
    await signalContainer(engine, server.container, 'SIGINT', signal)
    await pause(program.stopSeconds * 1000, { signal, wake: server.ended })
  }
  if (!server.hasEnded()) {
    await killContainer(engine, server.container, signal)
    await pause(killMs, { signal, wake: server.ended })
  }
  if (!server.hasEnded()) throw new ContainerUnstoppable(server.container, killMs)
  return server.ended
}
