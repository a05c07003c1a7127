import { randomUUID } from 'node:crypto'
import { WorkflowFailedError, type Client, type WorkflowHandle } from '@temporalio/client'
import { controlQueue } from '../../src/comparison/queue.js'
import type { ComparisonStatus } from '../../src/comparison/status.js'
import { until } from '../e2e/waiting.js'

/** temporal.api.enums.v1.PendingActivityState */
const activityStarted = 2

/** Starts a comparison, of its own unless it is named. */
export async function startComparison(
  client: Client,
  input: unknown = { repository: 'o/r', pullRequest: 7 },
  workflowId = `compare/o/r/${randomUUID()}`,
): Promise<WorkflowHandle> {
  return client.workflow.start('comparePullRequest', {
    taskQueue: controlQueue,
    workflowId,
    args: [input],
  })
}

export function statusOf(handle: WorkflowHandle): Promise<ComparisonStatus> {
  return handle.query<ComparisonStatus>('status')
}

/** Waits until the status is as wanted; gives it. */
export async function untilStatus(
  handle: WorkflowHandle,
  isWanted: (status: ComparisonStatus) => boolean,
): Promise<ComparisonStatus> {
  let last: ComparisonStatus | undefined
  try {
    return await until('the comparison came so far', async () => {
      last = await statusOf(handle)
      return isWanted(last) && last
    })
  } catch (error) {
    throw new Error(`the comparison never came so far: ${JSON.stringify(last)}`, { cause: error })
  }
}

/** Waits until a workflow is there and a worker has begun an activity of it. */
export function untilWorking(handle: WorkflowHandle): Promise<boolean> {
  return until('an activity was begun', async () => {
    const [activity] = (await handle.describe()).raw.pendingActivities ?? []
    return Number(activity?.state) === activityStarted
  })
}

/** Why a workflow failed. */
export async function failureOf(result: Promise<unknown>): Promise<unknown> {
  try {
    await result
  } catch (error) {
    return error instanceof WorkflowFailedError ? error.cause : error
  }
  throw new Error('it should have failed')
}
