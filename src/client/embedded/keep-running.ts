import { setTimeout as sleep } from 'node:timers/promises'
import { type DetachedProcess, type DetachedProgram, startDetached } from './detached-process.js'
import type { ProcessIdentity } from '../../processes/process-identity.js'
import { stopProcess } from '../../processes/stop-process.js'

export interface KeptProgram {
  /** Ends it, and starts it no more. SIGKILL where it does not go within `graceMs`. */
  stop(graceMs: number): Promise<void>
}

interface KeepRunning {
  name: string
  program: DetachedProgram
  /** Called for each start, before anything else happens to the process. */
  onStart: (identity: ProcessIdentity) => Promise<void>
  say: (line: string) => void
}

const firstPauseMs = 1000
const longestPauseMs = 10_000
/** A program that ran this long is well: the next pause is short again. */
const healthyAfterMs = 60_000

/** Starts a program, and starts it again, after pauses that grow, whenever it ends by itself. */
export async function keepRunning({ name, program, onStart, say }: KeepRunning): Promise<KeptProgram> {
  const stopping = new AbortController()
  let current: DetachedProcess
  let pauseMs = firstPauseMs

  const start = async () => {
    current = await startDetached(program)
    await onStart(current.identity)
    const startedAt = performance.now()
    void current.ended.then(async (how) => {
      if (stopping.signal.aborted) return
      if (performance.now() - startedAt > healthyAfterMs) pauseMs = firstPauseMs
      say(`the ${name} ended (${how}; log: ${program.log}); starting it again in ${pauseMs / 1000} s`)
      await restartAfterPause()
    })
  }
  const restartAfterPause = async (): Promise<void> => {
    await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    if (stopping.signal.aborted) return
    try {
      await start()
    } catch (error) {
      say(`the ${name} does not start: ${error instanceof Error ? error.message : String(error)}`)
      await restartAfterPause()
    }
  }

  await start()
  return {
    async stop(graceMs) {
      stopping.abort()
      if (!(await stopProcess(current.identity, graceMs))) say(`the ${name} did not stop, so it was killed`)
    },
  }
}
