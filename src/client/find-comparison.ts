import { stat } from 'node:fs/promises'
import { defineSearchAttributeKey } from '@temporalio/common'
import { Refused } from './command-error.js'
import { chooseServer, connect, findServerChoice, type Server } from './connection.js'
import { serverFiles, stateFolder } from './embedded/folders.js'
import { type ComparisonRun, describeWorkflow } from './comparison-run.js'

/** A comparison as the server lists it. */
export interface ListedComparison extends ComparisonRun {
  /** Temporal's word: RUNNING, COMPLETED, FAILED, CANCELLED, TERMINATED ... */
  state: string
  startedAt: Date
  /** What it found, once it has ended; those of before prbench told it have none. */
  verdict?: string
}

const listed = 200
const verdictKey = defineSearchAttributeKey('PrbenchVerdict', 'KEYWORD')
const workflowTypes = ['comparePullRequest', 'retryComparison']

/** Connects to the server that is there, for commands that look after comparisons. Starts none. */
export async function connectToRunning(): Promise<Server> {
  const choice = await findServerChoice()
  if (choice) return connect(choice)
  throw new Refused(
    'nothing is running. prbench server resumes interrupted comparisons ' +
      `(from ${stateFolder()}); prbench compare starts a new one`,
  )
}

/**
 * The same for a command that has something measured: an embedded server that has stopped since is started
 * again.
 */
export async function connectToMeasure(say: (line: string) => void): Promise<Server> {
  const wasThere = await stat(serverFiles(stateFolder()).database).catch(() => undefined)
  return wasThere === undefined ? connectToRunning() : connect(await chooseServer(say))
}

/** Comparisons of the server, whoever started them; the newest first. */
export async function listComparisons(server: Server, onlyOpen: boolean): Promise<ListedComparison[]> {
  const query = `WorkflowType IN (${workflowTypes.map((type) => `'${type}'`).join(', ')})${onlyOpen ? " AND ExecutionStatus = 'Running'" : ''}`
  return server.ask('list comparisons', async () => {
    const found: ListedComparison[] = []
    for await (const execution of server.client.workflow.list({ query })) {
      const { workflowId: id, runId, status, startTime: startedAt, typedSearchAttributes } = execution
      const verdict = typedSearchAttributes.get(verdictKey)
      found.push({ id, runId, state: status.name, startedAt, ...(verdict === undefined ? {} : { verdict }) })
      if (found.length === listed) break
    }
    return found.sort((left, right) => right.startedAt.getTime() - left.startedAt.getTime())
  })
}

/**
 * The comparison that a person means: by its id, by the number of its pull request, or, without either, the
 * only one that is open. Of several runs of the same one, the newest.
 *
 * @throws Refused, with the list to choose from
 */
export async function findComparison(server: Server, wanted: string | undefined): Promise<ComparisonRun> {
  if (wanted !== undefined) {
    return (await byId(server, wanted)) ?? chooseFor(wanted, await listComparisons(server, false))
  }
  const open = await listComparisons(server, true)
  const [only, ...others] = open
  if (only && others.length === 0) return only
  if (only) throw new Refused(`several comparisons are open. Name one:\n${describeList(open)}`)
  const closed = await listComparisons(server, false)
  throw new Refused(
    closed.length === 0
      ? 'no comparison is open. Start one with prbench compare'
      : `no comparison is open. Name one of these, which have ended:\n${describeList(newestRuns(closed))}`,
  )
}

/**
 * Picks the comparison that a shortened id means: the end of its id, such as the number of a pull request.
 * What is open goes before what has ended.
 *
 * @throws Refused, where none or several are meant
 */
export function chooseFor(wanted: string, comparisons: readonly ListedComparison[]): ListedComparison {
  const runs = newestRuns(comparisons)
  const meant = runs.filter(({ id }) => id.endsWith(`/${wanted}`))
  const open = meant.filter(({ state }) => state === 'RUNNING')
  const [first, ...others] = open.length > 0 ? open : meant
  if (first && others.length === 0) return first
  if (first)
    throw new Refused(`${wanted} matches several comparisons; use a full ID:\n${describeList(meant)}`)
  const known = runs.length === 0 ? 'there are none' : `choose from\n${describeList(runs)}`
  throw new Refused(`no comparison matches ${wanted}: ${known}`)
}

/** One line a comparison. */
export function describeList(comparisons: readonly ListedComparison[]): string {
  return comparisons
    .slice(0, 20)
    .map(({ id, state, startedAt }) => `  ${id}  ${state.toLowerCase()}, started ${startedAt.toISOString()}`)
    .join('\n')
}

/**
 * The list is cut and lags behind, so a whole id is asked for; a workflow of something else is none of ours.
 */
async function byId(server: Server, id: string): Promise<ComparisonRun | undefined> {
  const found = await describeWorkflow(server, id)
  return found && workflowTypes.includes(found.type) ? { id, runId: found.runId } : undefined
}

/** Of each comparison its newest run. The list is sorted by time, the newest first. */
export function newestRuns(comparisons: readonly ListedComparison[]): ListedComparison[] {
  const newest = new Map<string, ListedComparison>()
  for (const comparison of comparisons) if (!newest.has(comparison.id)) newest.set(comparison.id, comparison)
  return [...newest.values()]
}
