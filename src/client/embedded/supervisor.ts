import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failed } from '../command-error.js'
import { answersAsTemporal } from '../probe.js'
import { buildStamp } from './build-stamp.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { idleLimitMs, lastUse, noteUse, openWorkflows, untilIdle } from './idle.js'
import { type KeptProgram, keepRunning } from './keep-running.js'
import { takeLock } from '../../processes/lock.js'
import { findPorts, type ServerPorts } from './ports.js'
import { listensOn } from '../../processes/listening.js'
import { identifyProcess, type ProcessIdentity } from '../../processes/process-identity.js'
import { temporalProgram, workerProgram } from './programs.js'
import {
  type ServerState,
  readServerState,
  serverAddress,
  webUiAddress,
  writeServerState,
} from './state-file.js'
import { stopPrograms, temporalGraceMs, workerGraceMs } from './stop-server.js'
import { findTemporalCli } from './temporal-cli.js'

const startDeadlineMs = 60_000
const mostTries = 3

/**
 * `prbench server`: a Temporal server and a worker, kept running until the signal, or until nothing was open
 * for the idle limit. There is one a state folder; what an earlier one left running is ended first.
 */
export async function superviseServer(signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const files = serverFiles(stateFolder())
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const cli = await findTemporalCli()
  const attempt = await takeLock(files.lock)
  if (!attempt.taken) {
    say(`a server is already running (process ${attempt.holder.pid}). See prbench server status`)
    return
  }
  try {
    await serve(cli, files, signal, say)
  } finally {
    await attempt.lock.release()
  }
}

async function serve(
  cli: string,
  files: ServerFiles,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const previous = await readServerState(files.state)
  if (previous) await stopPrograms(previous)
  const started = await startTemporal(cli, files, { signal, say, ...(previous && { previous }) })
  const { ports, note } = started
  const kept: KeptProgram[] = [started.temporal]
  try {
    if (signal.aborted) return
    await noteUse(files.lastUse)
    say(`the Temporal server answers at ${serverAddress(ports)}, its Web UI at ${webUiAddress(ports)}`)

    kept.push(
      keepRunning({
        name: 'worker',
        program: workerProgram(files, ports),
        graceMs: workerGraceMs,
        onStart: (worker) => note({ worker }),
        say,
      }),
    )
    say(`the worker has started; its log: ${files.workerLog}`)

    const idle = await untilIdle({
      limitMs: idleLimitMs(),
      countOpen: () => openWorkflows(serverAddress(ports)),
      lastUse: () => lastUse(files.lastUse),
      signal,
    })
    say(idle ? 'idle for the limit; stopping the server' : 'stopping')
  } finally {
    // First of all nobody finds it any more; last the worker's own last words have somewhere to go.
    await note({ stopping: true })
    for (const program of kept.reverse()) await program.stop()
  }
}

/** Keeps the state file as the processes are, one write after the other. */
function stateWriter(files: ServerFiles, fixed: Pick<ServerState, 'port' | 'uiPort' | 'build'>) {
  const supervisor = identifyProcess(process.pid)
  const startedAt = new Date().toISOString()
  let known: Partial<Pick<ServerState, 'temporal' | 'worker' | 'stopping'>> = {}
  let last: Promise<void> = Promise.resolve()
  return (change: typeof known): Promise<void> => {
    known = { ...known, ...change }
    const { temporal, ...others } = known
    if (!supervisor || !temporal) return last
    const state = {
      schema: 1,
      supervisor,
      temporal,
      ...others,
      ...fixed,
      database: files.database,
      startedAt,
    } as const
    last = last.then(() => writeServerState(files.state, state))
    return last
  }
}

interface Starting {
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  /** The one before, whose ports are taken again if they are free. */
  readonly previous?: ServerState
}

/**
 * Starts the Temporal server, on other ports where another program was quicker to take those that were free.
 * Gives it as soon as it answers, or the signal comes.
 *
 * @throws Failed
 */
async function startTemporal(cli: string, files: ServerFiles, { signal, say, previous }: Starting) {
  const build = await buildStamp()
  for (let tries = 1; ; tries += 1) {
    const ports = await findPorts(tries === 1 ? previous : undefined)
    const note = stateWriter(files, { ...ports, build })
    const starts: ProcessIdentity[] = []
    const temporal = keepRunning({
      name: 'Temporal server',
      program: temporalProgram(cli, files, ports),
      graceMs: temporalGraceMs,
      onStart: (identity) => {
        starts.push(identity)
        return note({ temporal: identity })
      },
      say,
    })
    const outcome = await untilReady(ports, starts, signal)
    if (outcome === 'ready' || signal.aborted) return { temporal, ports, note }
    await temporal.stop()
    if (outcome === 'late' || tries === mostTries)
      throw new Failed(`${failures[outcome]}. Its log: ${files.temporalLog}`)
  }
}

const failures = {
  ended: 'the Temporal server ends before it answers',
  late: `the Temporal server did not answer within ${startDeadlineMs / 1000} s`,
}

/** `ended` where it had to be started again: most likely its ports were taken meanwhile. */
async function untilReady(
  ports: ServerPorts,
  starts: readonly ProcessIdentity[],
  signal: AbortSignal,
): Promise<'ready' | 'ended' | 'late'> {
  const deadline = performance.now() + startDeadlineMs
  while (!signal.aborted && performance.now() < deadline) {
    const [first, ...others] = starts
    if (others.length > 0) return 'ended'
    if (
      first &&
      (await listensOn(first.pid, ports.port)) &&
      (await answersAsTemporal(serverAddress(ports), 'default', 1000))
    )
      return 'ready'
    await sleep(50)
  }
  return 'late'
}
