import type { Program } from '../../e2e/program.js'
import { until } from '../../e2e/waiting.js'

export type WorkerRole = 'control' | 'host'

/** The worker of a role, which ends and comes back. */
export interface RoomWorker {
  /** Starts it, and gives when it was ready. */
  readonly start: () => Promise<number>
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** What it said before it ended although nobody had asked it to; undefined while it runs. */
  readonly mishap: () => string | undefined
}

export function roomWorker(role: WorkerRole, startPrbench: (args: readonly string[]) => Program): RoomWorker {
  let program: Program | undefined
  let asked = false
  return {
    start: async () => {
      asked = false
      const started = startPrbench(['worker', '--role', role])
      program = started
      await until(`the ${role} worker was ready`, () => {
        if (started.hasEnded()) throw new Error(`it ended: ${started.stderr().slice(-1000)}`)
        return started.stderr().includes('is ready for')
      })
      return Date.now()
    },
    end: async (signal) => {
      asked = true
      program?.signal(signal)
      await program?.ended
    },
    mishap: () =>
      program?.hasEnded() === true && !asked
        ? `the ${role} worker ended by itself: ${program.stderr().slice(-2000)}`
        : undefined,
  }
}
