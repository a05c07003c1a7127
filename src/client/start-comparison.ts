import { WorkflowExecutionAlreadyStartedError, defineSearchAttributeKey } from '@temporalio/common'
import { controlQueue } from '../comparison/queue.js'
import type { ComparisonRequest } from '../comparison/request.js'
import { cancelAndWait } from './cancel-comparison.js'
import { Refused } from './command-error.js'
import { type ComparisonRun, findOpenRun } from './comparison-run.js'
import type { Server } from './connection.js'
import { describeDifferences, type Difference, requestDifferences } from './differences.js'
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
    const problem = `${running.id} is already running ${describeConflict(conflict)}`
    if (!order.supersede) throw new Refused(`${problem}. ${advice[conflict.kind]}`)
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

/** Why the running comparison is not the one that is wanted. */
type Conflict =
  | { kind: 'older-commit'; measured: string; wanted: string }
  | { kind: 'other-options'; differences: readonly Difference[] }

const advice = {
  'older-commit': 'Wait until it ends, or add --supersede to replace it',
  'other-options': 'Repeat its options to watch it, or add --supersede to replace it',
} as const

function describeConflict(conflict: Conflict): string {
  return conflict.kind === 'older-commit'
    ? `for commit ${conflict.measured.slice(0, 12)}, but the pull request is now at ${conflict.wanted.slice(0, 12)}`
    : `with other options: ${describeDifferences(conflict.differences)}`
}

async function conflictWith(
  server: Server,
  { id, runId }: ComparisonRun,
  { subject, ignored }: StartOrder,
): Promise<Conflict | undefined> {
  const running = await startedWith(server, id, runId)
  const measured = running.source?.pullRequest?.headSha
  const wanted = subject.headSha
  if (wanted !== undefined && measured !== undefined && wanted !== measured) {
    return { kind: 'older-commit', measured, wanted }
  }
  if (!running.request) return undefined
  const differences = requestDifferences(running.request, subject.request, ignored)
  return differences.length === 0 ? undefined : { kind: 'other-options', differences }
}
