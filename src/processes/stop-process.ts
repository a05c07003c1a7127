import { setTimeout as sleep } from 'node:timers/promises'
import { type ProcessIdentity, isAlive, signalProcess } from './process-identity.js'

/**
 * Ends a process: SIGTERM, and SIGKILL where it is still there after `graceMs`. Gives once it is gone; true
 * if it went by itself.
 */
export async function stopProcess(identity: ProcessIdentity, graceMs: number): Promise<boolean> {
  signalProcess(identity, 'SIGTERM')
  if (await isGone(identity, graceMs)) return true
  signalProcess(identity, 'SIGKILL')
  await isGone(identity, 5000)
  return false
}

/** Waits until the process is gone. False where it is not within the time. */
export async function isGone(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false
    await sleep(25)
  }
  return true
}
