import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessIdentity } from '../../processes/process-identity.js'
import { stopProcess } from '../../processes/stop-process.js'
import { messageOf } from '../command-error.js'
import { type DetachedProgram, startDetached } from './detached-process.js'

export interface KeptProgram {
  /** Ends it, and starts it no more. SIGKILL where it does not go within its grace. */
  stop(): Promise<void>
}

interface KeepRunning {
  name: string
  program: DetachedProgram
  graceMs: number
  /** Called at each start. */
  onStart: (identity: ProcessIdentity) => Promise<void>
  say: (line: string) => void
}

const firstPauseMs = 1000
const longestPauseMs = 10_000
/** A program that ran this long is well: the next pause is short again. */
const healthyAfterMs = 60_000

/** Starts a program, and starts it again, after pauses that grow, whenever it ends by itself. */
export function keepRunning(kept: KeepRunning): KeptProgram {
  const controller = new AbortController()
  const running = runAgainAndAgain(kept, controller.signal)
  return {
    async stop() {
      controller.abort()
      await running
    },
  }
}

async function runAgainAndAgain(
  { name, program, graceMs, onStart, say }: KeepRunning,
  signal: AbortSignal,
): Promise<void> {
  const stopping = once(signal, 'abort').then(() => undefined)
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const startedAt = performance.now()
    try {
      const { identity, ended } = await startDetached(program)
      await onStart(identity)
      const how = await Promise.race([ended, stopping])
      if (how === undefined) {
        if (!(await stopProcess(identity, graceMs))) say(`the ${name} did not stop, so it was killed`)
        return
      }
      say(`the ${name} ended (${how}; log: ${program.log})`)
    } catch (error) {
      say(`the ${name} does not start: ${messageOf(error)}`)
    }
    if (performance.now() - startedAt > healthyAfterMs) pauseMs = firstPauseMs
    say(`starting the ${name} again in ${pauseMs / 1000} s`)
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}
