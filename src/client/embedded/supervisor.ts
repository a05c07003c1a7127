import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failed } from '../command-error.js'
import { answersAsTemporal } from '../probe.js'
import { buildStamp } from './build-stamp.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { idleLimitMs, lastUse, noteUse, openWorkflows, untilIdle } from './idle.js'
import { type KeptProgram, keepRunning } from './keep-running.js'
import { takeLock } from '../../processes/lock.js'
import { findPorts } from './ports.js'
import { identifyProcess } from '../../processes/process-identity.js'
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
  const ports = await findPorts(previous)
  const note = stateWriter(files, { ...ports, build: await buildStamp() })
  const kept: KeptProgram[] = []
  try {
    kept.push(
      keepRunning({
        name: 'Temporal server',
        program: temporalProgram(cli, files, ports),
        graceMs: temporalGraceMs,
        onStart: (temporal) => note({ temporal }),
        say,
      }),
    )
    await untilReady(serverAddress(ports), files, signal)
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

async function untilReady(address: string, files: ServerFiles, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + startDeadlineMs
  while (!signal.aborted && !(await answersAsTemporal(address, 'default', 1000))) {
    if (performance.now() > deadline) {
      throw new Failed(`the Temporal server did not answer within 60 s. Its log: ${files.temporalLog}`)
    }
    await sleep(50)
  }
}
