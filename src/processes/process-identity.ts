import { readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * A process beyond doubt: a pid alone may belong to somebody else by now. `started` names the boot and the
 * clock tick at which the process started.
 */
export const processIdentitySchema = z.strictObject({ pid: z.int().positive(), started: z.string() })

export type ProcessIdentity = z.infer<typeof processIdentitySchema>

/** The process that has this pid now; `undefined` where there is none, or it is a zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid)
  return started === undefined ? undefined : { pid, started }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.started
}

/** Sends a signal, if the process is still that process. False where it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch {
    return false
  }
}

/**
 * Fields 3 (state) and 22 (starttime) of proc_pid_stat(5); the name before them may hold spaces and brackets.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state] = fields
    const ticks = fields[19]
    if (ticks === undefined || state === 'Z' || state === 'X') return undefined
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${ticks}`
  } catch {
    return undefined
  }
}
