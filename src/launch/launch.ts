import type { PairOrder } from '../comparison/activities.js'
import type { Arm } from '../comparison/arm.js'
import type { BuiltImage } from '../comparison/image.js'
import type { StagePlan } from '../comparison/plan.js'
import type { PairProgress } from '../comparison/status.js'
import type { ContainerIdentity } from '../docker/container-identity.js'
import type { LaunchSpool } from '../run/launch-spool.js'
import type { LaunchHost } from '../host/launch-host.js'

/** One fresh start of one arm, as far as any benchmark type needs to know. */
export interface Launch {
  host: LaunchHost
  order: PairOrder
  /** That of the order. */
  stage: StagePlan
  /** `priming` is unmeasured: an image that is new on the host compiles its kernels. */
  purpose: 'measuring' | 'priming'
  arm: Arm
  position: 1 | 2
  image: BuiltImage
  spool: LaunchSpool
  /** The file that this launch's blocks are appended to, and how the record names it. */
  log: { path: string; name: string }
  /** Says where the launch is. */
  onProgress: (progress: PairProgress) => void
  /** Aborts when the activity is to let go: what runs is left running, and the next attempt adopts it. */
  signal: AbortSignal
}

/** Which container a process of the launch has. */
export function identityOf(launch: Launch, process: string): ContainerIdentity {
  const { order, arm, host, purpose } = launch
  return {
    comparisonId: order.comparison,
    comparisonRunId: order.run,
    host: host.name,
    stage: order.stage.name,
    generation: order.generation,
    pair: order.pair,
    attempt: order.attempt,
    arm,
    process: purpose === 'priming' ? `priming-${process}` : process,
  }
}

/** A launch in words, for logs: `pair 2, launch 1 of 2: main`. */
export function launchTitle(launch: Launch): string {
  const { order, arm, position, purpose } = launch
  const attempt = order.attempt > 1 ? `, attempt ${order.attempt}` : ''
  const where = `${order.stage.name}, pair ${order.pair}${attempt}`
  if (purpose === 'priming') return `${where}, unmeasured launch of the image of ${arm}`
  return `${where}, launch ${position} of 2: ${arm}`
}
