import { sleep } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import { describeFailure, isOfType, stageFailed } from './failures.js'

const firstWaitMs = 10_000
const longestWaitMs = 300_000

/**
 * Does work on a host, and again where the host itself fails (its Docker Engine, its disk): that says nothing of the
 * code, and what is finished is kept. The waits grow from 10 s to 5 minutes.
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
        throw stageFailed(
          `host ${host} failed ${failures} times running, which says nothing of the code: ${reason}. ` +
            'Mend the host, then measure what is missing with prbench retry.',
        )
      }
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1))
      await tell(
        `host ${host} failed (${failures} of at most ${limit} times): ${reason}; ` +
          `again in ${waitMs / 1000} s`,
      )
      await sleep(waitMs)
    }
  }
}
