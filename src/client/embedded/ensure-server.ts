import { mkdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { Failed } from '../command-error.js'
import { buildStamp } from './build-stamp.js'
import { startDetached } from './detached-process.js'
import { findServer } from './find-server.js'
import { type ServerFiles, serverFiles, stateFolder } from './folders.js'
import { noteUse } from './idle.js'
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
  if (await hasOpenWork(running)) {
    say('The running worker is of another build of prbench; it is kept, because it has a comparison open.')
    return running
  }
  say('The running worker is of another build of prbench: starting the server anew.')
  await stopServer()
  return start(files)
}

async function start(files: ServerFiles): Promise<ServerState> {
  await findTemporalCli()
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  const deadline = performance.now() + startDeadlineMs
  while (performance.now() < deadline) {
    // One that another command started, or that is still stopping, holds the lock: then it is waited for.
    const supervisor = (await lockHolder(files.lock))
      ? undefined
      : await startDetached(supervisorProgram(files))
    const ended = { how: undefined as string | undefined }
    void supervisor?.ended.then((how) => {
      ended.how = how
    })
    while (performance.now() < deadline) {
      const state = await findServer(files)
      if (state) {
        await noteUse(files.lastUse)
        return state
      }
      if (ended.how !== undefined && ended.how !== 'exit code 0') throw await cannotStart(files, ended.how)
      if (!(await lockHolder(files.lock)) && (!supervisor || ended.how !== undefined)) break
      await sleep(50)
    }
  }
  const late = `it did not answer within ${startDeadlineMs / 1000} s`
  const holder = await lockHolder(files.lock)
  if (!holder) throw await cannotStart(files, late)
  throw await cannotStart(
    files,
    `${late}; prbench server stop ends the one that is there, process ${holder.pid}`,
  )
}

async function cannotStart(files: ServerFiles, how: string): Promise<Failed> {
  const log = await readFile(files.serverLog, 'utf8').catch(() => '')
  const tail = log.trimEnd().split('\n').slice(-5).join('\n')
  return new Failed(
    `the embedded server could not be started (${how}); the end of ${files.serverLog}:\n${tail}`,
  )
}

async function hasOpenWork(state: ServerState): Promise<boolean> {
  const connection = Connection.lazy({ address: serverAddress(state) })
  try {
    const count = () => new Client({ connection }).workflow.count("ExecutionStatus = 'Running'")
    return (await connection.withDeadline(Date.now() + 10_000, count)).count > 0
  } catch {
    return true
  } finally {
    await connection.close()
  }
}
