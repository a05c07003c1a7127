import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { controlQueue } from '../comparison/queue.js'
import type { RetryOrder } from '../comparison/retry-order.js'
import type { ComparisonStatus } from '../comparison/status.js'
import { readRecord } from '../run/record-file.js'
import { goneSentence, hasRecord, unknownStage } from '../run/retried-run.js'
import { Failed, Refused } from './command-error.js'
import type { ComparisonRun } from './comparison-run.js'
import type { Server } from './connection.js'
import { endingOf } from './ending.js'
import { listComparisons } from './find-comparison.js'
import { look } from './progress/watch.js'
import { registerSearchAttributes } from './register-search-attributes.js'
import { thisPerson } from './this-person.js'

const workerStartMs = 30_000
/** How many runs before the newest are asked where their results lie. */
const earlierAsked = 10

/**
 * Takes a comparison that has ended up again, under its own workflow id. Where its newest run was refused
 * before it had a run directory, the one before it is meant, and `say` tells so.
 *
 * @throws Refused, where it runs, where it has no such stage, or where its run directory is gone or was never
 *   made
 */
export async function retryClosed(
  server: Server,
  run: ComparisonRun,
  stage: string | undefined,
  say: (line: string) => void,
): Promise<ComparisonRun> {
  const { status, runDirectory } = await lastWord(server, run, say)
  await refuseImpossible(server, { runDirectory, status, stage })
  await registerSearchAttributes(server)
  const by = thisPerson()
  const order: RetryOrder = { runDirectory, by, ...(stage === undefined ? {} : { stages: [stage] }) }
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
    throw new Refused(`${run.id} is already running. See prbench status ${run.id}`, { cause: error })
  }
}

interface LastWord {
  status: ComparisonStatus | undefined
  runDirectory: string
}

/** What the comparison said last, and where its results lie. */
async function lastWord(server: Server, run: ComparisonRun, say: (line: string) => void): Promise<LastWord> {
  const { status, note } = await patientLook(server, run)
  if (status?.runDirectory !== undefined) return { status, runDirectory: status.runDirectory }
  const { outcome, problem } = await endingOf(server, run)
  if (outcome !== undefined) return { status, runDirectory: outcome.runDirectory }
  if (status === undefined) {
    throw new Failed(`cannot find the run directory of ${run.id}: ${note ?? 'no worker answers'}`)
  }
  const why = problem === undefined ? '' : ` (${problem})`
  const earlier = await earlierWord(server, run)
  if (earlier !== undefined) {
    say(`The newest run of ${run.id} has no results${why}. Using those in ${earlier.runDirectory}.`)
    return earlier
  }
  throw new Refused(`${run.id} has no results${why}. Start it again with prbench compare`)
}

/** The worker of an embedded server that was started just now answers after some seconds. */
async function patientLook(server: Server, run: ComparisonRun) {
  const patientUntil = performance.now() + (server.kind === 'embedded' ? workerStartMs : 0)
  for (;;) {
    const seen = await look(server, run)
    if (seen.status !== undefined || performance.now() > patientUntil) return seen
    await sleep(500)
  }
}

/**
 * The same of the newest earlier run that has a run directory: a mistyped option must not cost what is there.
 */
async function earlierWord(server: Server, { id, runId }: ComparisonRun): Promise<LastWord | undefined> {
  const earlier = (await listComparisons(server, false)).filter((run) => run.id === id && run.runId !== runId)
  for (const run of earlier.slice(0, earlierAsked)) {
    const { status } = await look(server, run)
    if (status?.runDirectory !== undefined) return { status, runDirectory: status.runDirectory }
  }
  return undefined
}

/**
 * Refuses what can be seen from here to be in vain, before anything is started. The control worker, on whose
 * machine the run directory lies, looks again.
 */
async function refuseImpossible(
  server: Server,
  {
    runDirectory,
    status,
    stage,
  }: { runDirectory: string; status: ComparisonStatus | undefined; stage: string | undefined },
): Promise<void> {
  const isHere = await hasRecord(runDirectory)
  if (!isHere && server.kind === 'embedded') throw new Refused(goneSentence(runDirectory))
  if (stage === undefined) return
  // A retry that was refused planned no stages.
  const planned = status?.stages.map(({ name }) => name) ?? []
  const known =
    planned.length > 0 || !isHere
      ? planned
      : (await readRecord(runDirectory)).plan.stages.map(({ name }) => name)
  const problem = known.length === 0 ? undefined : unknownStage(runDirectory, known, [stage])
  if (problem !== undefined) throw new Refused(problem)
}
