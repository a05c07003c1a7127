import { CancellationScope, log } from '@temporalio/workflow'
import type { CleanUpScope } from '../comparison/activities.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import { hostControl } from './activities.js'
import { describeFailure } from './failures.js'

/**
 * Removes what is left of a comparison, or of one stage, on a host, also while it is being cancelled. A host
 * that is away must cost neither a report nor a cancel: so this never throws, and says where it failed. What
 * then stays is removed when the host's worker starts again.
 */
export async function cleanUp(host: string, scope: CleanUpScope): Promise<EndingReason | undefined> {
  try {
    await CancellationScope.nonCancellable(() => hostControl(host).cleanUp(scope))
    return undefined
  } catch (error) {
    const text = describeFailure(error)
    log.warn('could not clean a host up', { host, text })
    return { kind: 'host-not-cleaned', host, text }
  }
}
