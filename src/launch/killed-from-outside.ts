import type { LaunchResult, ProcessRecord } from '../comparison/launch.js'
import type { Reason } from '../comparison/reason.js'
import type { Launch } from './launch.js'

/** A client of a server was killed from outside: its launch is not worth going on with. */
export class ClientKilled extends Error {
  override readonly name = 'ClientKilled'
}

/**
 * Why a launch is void of which somebody killed a container; undefined where nobody did. That says nothing of
 * the code.
 */
export function killedReason(ended: readonly ProcessRecord[]): Reason | undefined {
  const killed = ended.find((record) => record.ending === 'killed')
  return killed === undefined ? undefined : { kind: 'container-killed', container: killed.container }
}

/**
 * The second launch of a pair of which a container of the first was killed: nothing is measured for nothing.
 */
export function notLaunched({ arm, position, log }: Launch): LaunchResult {
  const now = new Date().toISOString()
  const times = { startedAt: now, finishedAt: now }
  const voidReason: Reason = { kind: 'other-launch-void' }
  return { arm, position, ...times, cases: [], processes: [], log: log.name, voidReason }
}
