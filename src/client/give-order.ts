import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'
import { Failed, Refused } from './command-error.js'
import type { ComparisonRun } from './comparison-run.js'
import { isLateAnswer, type Server } from './connection.js'
import { thisPerson } from './this-person.js'

/** A worker that is busy answers late; one that is not there never does. */
const usualDeadlineMs = 15_000

/** The updates that a comparison takes. */
export type Order = 'retryStage' | 'skipStage' | 'cancelStage' | 'pause' | 'resume'

/**
 * Gives a person's order to an open comparison. Gives its answer, a sentence.
 *
 * @throws Refused, with the comparison's reason; Failed, where no worker answers in time
 */
export async function giveOrder(
  server: Server,
  { id, runId }: ComparisonRun,
  order: Order,
  stage?: string,
  deadlineMs = usualDeadlineMs,
): Promise<string> {
  const handle = server.client.workflow.getHandle(id, runId)
  try {
    return await server.ask(
      `give ${id} the order ${order}`,
      () =>
        handle.executeUpdate<string, [string, ...string[]]>(order, {
          args: stage === undefined ? [thisPerson()] : [stage, thisPerson()],
        }),
      deadlineMs,
    )
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw new Refused(rootMessage(error), { cause: error })
    if (error instanceof WorkflowNotFoundError) throw new Refused(`${id} has already ended`, { cause: error })
    if (isLate(error)) {
      throw new Failed(
        `no worker answered within ${deadlineMs / 1000} s. Start one with prbench worker or prbench server; ` +
          'it may still carry out the order. See prbench status',
        { cause: error },
      )
    }
    throw error
  }
}

/** Whether a deadline went by: the server waits for a worker, so that is what most likely is not there. */
function isLate(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true
  return error instanceof Failed && isLateAnswer(error.cause)
}

function rootMessage(error: Error): string {
  let root = error
  while (root.cause instanceof Error) root = root.cause
  return root.message
}
