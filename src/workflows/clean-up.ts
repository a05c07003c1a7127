import { CancellationScope, log } from '@temporalio/workflow'
import type { CleanUpScope } from '../comparison/activities.js'
import { hostControl } from './activities.js'
import { describeFailure } from './failures.js'

/**
 * Removes what is left of a comparison, or of one stage, on a host, also while it is being cancelled. A host that is
 * away must cost neither a report nor a cancel: so this never throws, and gives a sentence where it failed. What then
 * stays is removed when the host's worker starts again.
 */
export async function cleanUp(host: string, scope: CleanUpScope): Promise<string | undefined> {
  try {
    await CancellationScope.nonCancellable(() => hostControl(host).cleanUp(scope))
    return undefined
  } catch (error) {
    const sentence = `Host ${host} could not be cleaned up (${describeFailure(error)}); its worker does it when it starts again.`
    log.warn(sentence)
    return sentence
  }
}
