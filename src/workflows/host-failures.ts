import { sleep } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import { describeFailure, finalFailure, isOfType } from './failures.js'
import { words } from './words.js'

const firstWaitMs = 10_000
const longestWaitMs = 300_000

/**
 * Does work on a host, and again where the host itself fails (its Docker Engine, its disk): that says nothing
 * of the code, and what is finished is kept. The waits grow from 10 s to 5 minutes.
 *
 * @throws ApplicationFailure `StageFailed` after more than `limit` such failures; other failures at once
 */
export async function outliveHostFailures<T>(
  host: string,
  limit: number,
  tell: (trouble: string) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isOfType(error, failureTypes.infrastructure)) throw error
      const reason = describeFailure(error)
      if (failures > limit) {
        throw finalFailure(
          { kind: 'host-failed', host, times: failures, text: reason },
          failureTypes.stageFailed,
        )
      }
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1))
      await tell(words.hostFailed(host, failures, limit, reason, waitMs / 1000))
      await sleep(waitMs)
    }
  }
}
