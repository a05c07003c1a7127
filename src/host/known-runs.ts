import type { WorkflowClient } from '@temporalio/client'
import type { RunState } from './cleaning/removal.js'

/** A run of a workflow as a Temporal server knows it. */
export interface KnownRun {
  runId: string
  /** Temporal's word: RUNNING, COMPLETED, FAILED ... */
  state: string
  /** Whether an open run goes on with its work, after a reset: it adopts the containers of this one. */
  goesOn: boolean
}

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
 * Which of the runs that left something behind are over. Several Temporal servers may use one Docker Engine,
 * so a run that this server does not know is somebody else's.
 */
export function closedRuns(found: Iterable<string>, known: Iterable<KnownRun>): string[] {
  const stateOf = stateOfRuns(known)
  return [...new Set(found)].filter((run) => stateOf(run) === 'closed')
}

/** What a server's answer says of each run. */
export function stateOfRuns(known: Iterable<KnownRun>): (run: string) => RunState {
  const states = new Map([...known].map((run) => [run.runId, stateOf(run)]))
  return (run) => states.get(run) ?? 'unknown'
}

function stateOf({ state, goesOn }: KnownRun): RunState {
  if (goesOn || state === 'RUNNING') return 'open'
  return closedStates.has(state) ? 'closed' : 'unknown'
}

/** Those of the runs that the server knows. What is no id of a run is not asked about. */
export async function knownRuns(workflows: WorkflowClient, runs: readonly string[]): Promise<KnownRun[]> {
  // Nothing else stands in a query: the labels of others may hold anything.
  const distinct = [...new Set(runs)].filter((run) => /^[A-Za-z0-9-]{1,64}$/.test(run))
  const known: KnownRun[] = []
  for (let start = 0; start < distinct.length; start += runsAQuery) {
    const some = distinct.slice(start, start + runsAQuery)
    const query = `RunId IN (${some.map((run) => `'${run}'`).join(', ')})`
    await workflows.connection.withDeadline(Date.now() + deadlineMs, async () => {
      for await (const { workflowId, runId } of workflows.list({ query })) {
        known.push(await describeRun(workflows, workflowId, runId))
      }
    })
  }
  return known
}

async function describeRun(workflows: WorkflowClient, id: string, runId: string): Promise<KnownRun> {
  const own = await workflows.getHandle(id, runId).describe()
  const latest = await workflows.getHandle(id).describe()
  // A run and those that it was reset to have their first run in common; a new comparison has one of its own.
  const isSameWork =
    own.raw.workflowExecutionInfo?.firstRunId === latest.raw.workflowExecutionInfo?.firstRunId
  return { runId, state: own.status.name, goesOn: latest.status.name === 'RUNNING' && isSameWork }
}
