import { ActivityCancellationType, proxyActivities, type RetryPolicy } from '@temporalio/workflow'
import type { ControlActivities, HostActivities, HostControlActivities } from '../comparison/activities.js'
import { failureTypes, finalFailureTypes } from '../comparison/failure.js'
import { hostControlQueue, hostQueue } from '../comparison/queue.js'

// Worker restarts and heartbeat timeouts use up attempts too, so attempts are not limited and the interval
// does not grow: what cannot be mended by trying again says so by its type.
const retry: RetryPolicy = {
  initialInterval: '1s',
  backoffCoefficient: 1,
  nonRetryableErrorTypes: [...finalFailureTypes],
}

/**
 * Work on files of the run directory: short, and safe to do twice. A disk that is full is waited out for a
 * day; a worker that died in the middle of it is noticed by its heartbeat, as the hosts are idle meanwhile.
 */
export const control = proxyActivities<ControlActivities>({
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '24 hours',
  heartbeatTimeout: '30s',
  retry,
})

/**
 * A first fetch of a large repository takes minutes. A git that fails and fails is given up after two hours.
 */
export const { resolveSource } = proxyActivities<Pick<ControlActivities, 'resolveSource'>>({
  startToCloseTimeout: '1 hour',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout: '30s',
  retry,
})

/**
 * Tells the forge, or a chat. What is away holds nothing up for long: what is told later says more. Waited for
 * when it is cancelled, so that it never writes after a later one.
 */
export const { notify, publish } = proxyActivities<Pick<ControlActivities, 'notify' | 'publish'>>({
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '15 minutes',
  heartbeatTimeout: '30s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
})

/**
 * Long work that holds the host's one slot. A cancel is waited for: the activity removes its container.
 * Failures of the host itself come back to the workflow, which counts them; a host that is busy is waited
 * for.
 */
export function host(name: string, startToCloseSeconds: number, summary: string): HostActivities {
  return proxyActivities<HostActivities>({
    taskQueue: hostQueue(name),
    startToCloseTimeout: `${Math.ceil(startToCloseSeconds)}s`,
    heartbeatTimeout: '15s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary,
    retry: { ...retry, nonRetryableErrorTypes: [...finalFailureTypes, failureTypes.infrastructure] },
  })
}

/** Short work beside the slot. A host without a worker is found out at once, not after hours. */
export function hostControl(name: string): HostControlActivities {
  return proxyActivities<HostControlActivities>({
    taskQueue: hostControlQueue(name),
    startToCloseTimeout: '2 minutes',
    scheduleToStartTimeout: '1 minute',
    heartbeatTimeout: '15s',
    // A host that fails must hinder neither a report nor a cancel.
    retry: { ...retry, maximumAttempts: 10 },
  })
}
