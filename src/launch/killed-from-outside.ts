import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import type { Launch } from './launch.js'

/** A client of a server was killed from outside: its launch is not worth going on with. */
export class ClientKilled extends Error {
  override readonly name = 'ClientKilled'
}

/** Why a launch is void of which somebody killed a container; undefined where nobody did. */
export function killedReason(ended: readonly ProcessRecord[]): string | undefined {
  const killed = ended.find((record) => record.ending === 'killed')
  return killed === undefined
    ? undefined
    : `container ${killed.container} was killed from outside, which says nothing of the code`
}

/** The second launch of a pair that its first one made void: nothing is measured for nothing. */
export function notLaunched({ arm, position, log }: Launch, reason: string): LaunchResult {
  const now = new Date().toISOString()
  return {
    arm,
    position,
    startedAt: now,
    finishedAt: now,
    cases: [],
    processes: [],
    log: log.name,
    voidReason: `not begun, as the other launch of its pair is void: ${reason}`,
  }
}
