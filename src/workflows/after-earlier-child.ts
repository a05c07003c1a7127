import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { sleep } from '@temporalio/workflow'

const firstWaitMs = 1000
const longestWaitMs = 15_000
/** Longer than a clean-up takes, even where its host does not answer. */
const patienceMs = 10 * 60_000

/**
 * Does what starts a child, and again while a child of that id is still there: where a comparison was
 * terminated and is taken up at once, its children are cleaning up.
 *
 * @param tell hears of each wait before it
 * @throws what `start` throws, and its WorkflowExecutionAlreadyStartedError where the wait has been ten
 * minutes
 */
export async function afterEarlierChild<T>(tell: () => void, start: () => Promise<T>): Promise<T> {
  let waitedMs = 0
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await start()
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      if (waitedMs >= patienceMs) throw error
    }
    tell()
    await sleep(waitMs)
    waitedMs += waitMs
  }
}
