import type { WorkflowClient } from '@temporalio/client'
import type { RunState } from './cleaning/removal.js'

/** So that a query stays short. */
const runsAQuery = 50
/** A host that is slow to ask must not keep a worker from its work. */
const deadlineMs = 10_000

const closedStates: ReadonlySet<string> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TERMINATED',
  'TIMED_OUT',
])

/**
 * What a Temporal server says of runs. Several servers may use one Docker Engine, so a run that this one does
 * not know is somebody else's. What is no id of a run is not asked about.
 */
export async function runStates(
  workflows: WorkflowClient,
  runs: readonly string[],
): Promise<(run: string) => RunState> {
  // Nothing else stands in a query: the labels of others may hold anything.
  const distinct = [...new Set(runs)].filter((run) => /^[A-Za-z0-9-]{1,64}$/.test(run))
  const states = new Map<string, RunState>()
  for (let start = 0; start < distinct.length; start += runsAQuery) {
    const some = distinct.slice(start, start + runsAQuery)
    const query = `RunId IN (${some.map((run) => `'${run}'`).join(', ')})`
    await workflows.connection.withDeadline(Date.now() + deadlineMs, async () => {
      for await (const { workflowId, runId } of workflows.list({ query })) {
        states.set(runId, await askState(workflows, workflowId, runId))
      }
    })
  }
  return (run) => states.get(run) ?? 'unknown'
}

async function askState(workflows: WorkflowClient, id: string, runId: string): Promise<RunState> {
  const own = await workflows.getHandle(id, runId).describe()
  const latest = await workflows.getHandle(id).describe()
  // A run and those that it was reset to have their first run in common; a new comparison has one of its own.
  const isSameWork =
    own.raw.workflowExecutionInfo?.firstRunId === latest.raw.workflowExecutionInfo?.firstRunId
  return stateOf(own.status.name, latest.status.name === 'RUNNING' && isSameWork)
}

/**
 * What Temporal's word for a run comes to: RUNNING, COMPLETED, FAILED ...
 *
 * @param goesOn whether an open run goes on with its work, after a reset: it adopts the containers of this one
 */
export function stateOf(status: string, goesOn: boolean): RunState {
  if (goesOn || status === 'RUNNING') return 'open'
  return closedStates.has(status) ? 'closed' : 'unknown'
}
