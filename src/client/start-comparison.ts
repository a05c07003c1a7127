import { WorkflowExecutionAlreadyStartedError, defineSearchAttributeKey } from '@temporalio/common'
import { controlQueue } from '../comparison/queue.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { cancelAndWait } from './cancel-comparison.js'
import { Refused } from './command-error.js'
import { type ComparisonRun, findOpenRun } from './comparison-run.js'
import type { Server } from './connection.js'
import { describeDifferences, requestDifferences } from './differences.js'
import { registerSearchAttributes } from './register-search-attributes.js'
import { startedWith } from './started-with.js'
import type { Subject } from './subject.js'

export interface StartOrder {
  subject: Subject
  /** Fields of the request that nobody asked for: they may differ from a running comparison's. */
  ignored: readonly (keyof ComparisonRequest)[]
  /** Whether a running comparison that is not the same is cancelled, for this one to take over. */
  supersede: boolean
}

const repositoryKey = defineSearchAttributeKey('PrbenchRepository', 'KEYWORD')
const pullRequestKey = defineSearchAttributeKey('PrbenchPullRequest', 'INT')

/**
 * Starts a comparison, or finds the one that runs already: of many that start the same one at once, one does.
 *
 * @throws Refused, where the running one has other options or older commits, unless it is to be superseded
 */
export async function startComparison(
  server: Server,
  order: StartOrder,
  say: (line: string) => void,
): Promise<ComparisonRun & { attached: boolean }> {
  await registerSearchAttributes(server)
  for (;;) {
    const started = await start(server, order.subject)
    if (started) return { ...started, attached: false }
    const running = await findOpenRun(server, order.subject.id)
    // It ended in between: then this one can be started.
    if (!running) continue
    const conflict = await conflictWith(server, running, order)
    if (conflict === undefined) return { ...running, attached: true }
    const problem = `${running.id} is already running ${conflict.how}`
    if (!order.supersede)
      throw new Refused(`${problem}. ${conflict.advice}, or add --supersede to replace it`)
    say(`${problem}. Cancelling it and waiting for its clean-up.`)
    await cancelAndWait(server, running, say)
  }
}

async function start(
  server: Server,
  { id, repository, request, title }: Subject,
): Promise<ComparisonRun | undefined> {
  const { pullRequest } = request
  try {
    const handle = await server.ask('start the comparison', () =>
      server.client.workflow.start('comparePullRequest', {
        workflowId: id,
        taskQueue: controlQueue,
        args: [request],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: title,
        typedSearchAttributes: [
          { key: repositoryKey, value: repository.key },
          ...(pullRequest === undefined ? [] : [{ key: pullRequestKey, value: pullRequest }]),
        ],
      }),
    )
    return { id, runId: handle.firstExecutionRunId }
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined
    throw error
  }
}

/** How the running comparison differs from the one that is wanted, and what to do; undefined where it is that. */
async function conflictWith(
  server: Server,
  { id, runId }: ComparisonRun,
  { subject, ignored }: StartOrder,
): Promise<{ how: string; advice: string } | undefined> {
  const running = await startedWith(server, id, runId)
  const measured = running.source?.pullRequest?.headSha
  const wanted = subject.headSha
  if (wanted !== undefined && measured !== undefined && wanted !== measured) {
    const how = `for commit ${measured.slice(0, 12)}, but the pull request is now at ${wanted.slice(0, 12)}`
    return { how, advice: 'Wait until it ends' }
  }
  // A retry has its options from the run directory, which no worker has read yet.
  if (!running.request)
    return { how: 'with options that no worker has read yet', advice: 'Try again in a moment' }
  const differences = requestDifferences(running.request, subject.request, ignored)
  if (differences.length === 0) return undefined
  const how = `with other options: ${describeDifferences(differences)}`
  return { how, advice: 'Repeat its options to watch it' }
}
