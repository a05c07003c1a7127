import { mkdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failed } from '../command-error.js'
import { buildStamp } from './build-stamp.js'
import { startDetached } from './detached-process.js'
import { findServer } from './find-server.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { noteUse, openWorkflows } from './idle.js'
import { lockHolder } from '../../processes/lock.js'
import { supervisorProgram } from './programs.js'
import { type ServerState, serverAddress } from './state-file.js'
import { stopServer } from './stop-server.js'
import { findTemporalCli } from './temporal-cli.js'

const startDeadlineMs = 120_000

/**
 * The embedded server, started if it is not there. One that runs another build of prbench is started anew,
 * unless it has work open.
 *
 * @throws Refused, without a Temporal CLI; Failed, where the server does not come up, with the end of its log
 */
export async function ensureServer(say: (line: string) => void): Promise<ServerState> {
  const files = serverFiles(stateFolder())
  const running = await findServer(files)
  if (!running) return start(files)
  await noteUse(files.lastUse)
  if (running.build === (await buildStamp())) return running
  if ((await openWorkflows(serverAddress(running))) > 0) {
    say('The running worker is from another build of prbench; it stays, because a comparison is open.')
    return running
  }
  say('The running worker is from another build of prbench; restarting the server.')
  await stopServer()
  return start(files)
}

async function start(files: ServerFiles): Promise<ServerState> {
  await findTemporalCli()
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const supervisor: { runs: boolean; failure?: string } = { runs: false }
  const deadline = performance.now() + startDeadlineMs
  while (performance.now() < deadline) {
    const state = await findServer(files)
    if (state) {
      await noteUse(files.lastUse)
      return state
    }
    if (supervisor.failure !== undefined) throw await cannotStart(files, supervisor.failure)
    // One that another command started, or that is still stopping, holds the lock: then it is waited for.
    if (!supervisor.runs && !(await lockHolder(files.lock))) {
      supervisor.runs = true
      const { ended } = await startDetached(supervisorProgram(files))
      void ended.then((how) => {
        supervisor.runs = false
        if (how !== 'exit code 0') supervisor.failure = how
      })
    }
    await sleep(50)
  }
  const late = `no answer within ${startDeadlineMs / 1000} s`
  const holder = await lockHolder(files.lock)
  const advice = holder ? `; prbench server stop ends the one that is there, process ${holder.pid}` : ''
  throw await cannotStart(files, `${late}${advice}`)
}

async function cannotStart(files: ServerFiles, how: string): Promise<Failed> {
  const log = await readFile(files.serverLog, 'utf8').catch(() => '')
  const tail = log.trimEnd().split('\n').slice(-5).join('\n')
  return new Failed(`the embedded server did not start (${how}). The end of ${files.serverLog}:\n${tail}`)
}
