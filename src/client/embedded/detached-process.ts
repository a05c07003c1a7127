import { spawn } from 'node:child_process'
import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { type ProcessIdentity, identifyProcess } from '../../processes/process-identity.js'

export interface DetachedProgram {
  command: string
  args: readonly string[]
  /** Both outputs are appended to it. A file, never a pipe: a pipe that nobody drains stops the program. */
  log: string
  environment: NodeJS.ProcessEnv
  folder: string
}

export interface DetachedProcess {
  identity: ProcessIdentity
  /** Settles once it is gone, with how: `exit code 1`, `SIGKILL`. */
  ended: Promise<string>
}

const largestLogBytes = 16 * 1024 * 1024

/**
 * Starts a program in a session of its own: neither Ctrl-C in this terminal nor the end of this process
 * reaches it.
 */
export async function startDetached(program: DetachedProgram): Promise<DetachedProcess> {
  await mkdir(path.dirname(program.log), { recursive: true })
  const { size } = await stat(program.log).catch(() => ({ size: 0 }))
  const log = await open(program.log, size > largestLogBytes ? 'w' : 'a')
  try {
    const child = spawn(program.command, program.args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: program.environment,
      cwd: program.folder,
    })
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => {
        resolve(signal ?? `exit code ${String(code)}`)
      })
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    child.unref()
    const identity = identifyProcess(child.pid ?? 0)
    if (!identity)
      throw new Error(`${program.command} ended immediately (${await ended}). Its log: ${program.log}`)
    return { identity, ended }
  } finally {
    await log.close()
  }
}
