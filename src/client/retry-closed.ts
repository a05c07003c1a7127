import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { controlQueue } from '../comparison/queue.js'
import type { RetryOrder } from '../comparison/retry-order.js'
import { Failed, Refused } from './command-error.js'
import type { ComparisonRun } from './comparison-run.js'
import type { Server } from './connection.js'
import { endingOf } from './ending.js'
import { look } from './progress/watch.js'
import { registerSearchAttributes } from './register-search-attributes.js'

/**
 * Takes a comparison that has ended up again, under its own workflow id.
 *
 * @throws Refused where it runs, or nobody knows its run directory
 */
export async function retryClosed(
  server: Server,
  run: ComparisonRun,
  stage: string | undefined,
): Promise<ComparisonRun> {
  await registerSearchAttributes(server)
  const runDirectory = await runDirectoryOf(server, run)
  const order: RetryOrder = { runDirectory, ...(stage === undefined ? {} : { stages: [stage] }) }
  try {
    const handle = await server.ask('start the retry', () =>
      server.client.workflow.start('retryComparison', {
        workflowId: run.id,
        taskQueue: controlQueue,
        args: [order],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `retry of ${stage ?? 'what is missing'} in ${runDirectory}`,
      }),
    )
    return { id: run.id, runId: handle.firstExecutionRunId }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    throw new Refused(`${run.id} runs again already: prbench status ${run.id} shows it`, { cause: error })
  }
}

async function runDirectoryOf(server: Server, run: ComparisonRun): Promise<string> {
  const { status, note } = await look(server, run)
  if (status?.runDirectory !== undefined) return status.runDirectory
  const { outcome, problem } = await endingOf(server, run)
  if (outcome !== undefined) return outcome.runDirectory
  if (status === undefined) {
    throw new Failed(`the run directory of ${run.id} is not known: ${note ?? 'no worker answers'}`)
  }
  const why = problem === undefined ? '' : ` (${problem})`
  throw new Refused(
    `${run.id} ended before it had a run directory${why}: start it again with prbench compare`,
  )
}
