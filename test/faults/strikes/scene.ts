import { until } from '../../e2e/waiting.js'
import type { Strike } from '../evidence.js'
import type { Fault } from '../plan.js'
import type { Comparison } from '../room/comparison.js'
import type { Room } from '../room/room.js'
import { workOnHost, type WorkOnHost } from '../room/work-on-host.js'

/** Where a fault strikes. */
export interface Scene {
  readonly room: Room
  readonly comparison: Comparison
}

/** What a fault came to, beside what is known of it; undefined where the comparison was over before. */
export type Struck = Pick<Strike, 'container' | 'resumeSeconds'> | undefined

/**
 * Does what a fault says, and sets right again what it broke. Where it does not need a host at work it
 * strikes at whatever moment that is, also while results are judged, written or cleaned up.
 */
export type StrikeKind = (scene: Scene, fault: Fault) => Promise<Struck>

/** Waits until a host works for the comparison. Gives what it does; undefined once the comparison is over. */
export async function untilAtWork({ room, comparison }: Scene): Promise<WorkOnHost | undefined> {
  const found = await until(`a host worked for ${comparison.name}`, async () =>
    comparison.isOver() ? 'over' : workOnHost(room.client, comparison.id),
  )
  return found === 'over' ? undefined : found
}
