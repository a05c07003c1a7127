import { setTimeout as sleep } from 'node:timers/promises'
import type { ComparisonStatus } from '../../comparison/status.js'
import { Failed } from '../command-error.js'
import type { Server } from '../connection.js'
import { endingOf } from '../ending.js'
import { workerTrouble } from '../embedded/find-server.js'
import type { ComparisonRun } from '../comparison-run.js'
import { closedBy, closeStatus } from './closed.js'
import { pendingWork, troubleOf } from './pending.js'
import type { ComparisonView } from './view.js'

/** A look costs the machine that measures some milliseconds, so there are few. */
const intervalMs = 1000
/** A worker that is busy starting answers late; one that is not there never does. */
const queryDeadlineMs = 5000
/** A worker that says nothing for so long is not just busy. */
const silenceMs = 20_000
/** How long a server may be away before the command gives up; the comparison itself goes on. */
const patienceMs = 5 * 60_000

/** Looks at a comparison again and again, and ends once it is closed. The last view is that of its end. */
export async function* watchComparison(server: Server, run: ComparisonRun): AsyncGenerator<ComparisonView> {
  let view: ComparisonView = { comparison: run.id, startedAt: new Date(), pairs: {}, troubles: {} }
  let serverAnsweredAt = performance.now()
  let workerAnsweredAt = performance.now()
  for (;;) {
    try {
      const { open, ...seen } = await look(server, run)
      serverAnsweredAt = performance.now()
      if (seen.status) workerAnsweredAt = serverAnsweredAt
      // A busy worker answers the next time; meanwhile what it said last is the best that is known.
      const isSilent = serverAnsweredAt - workerAnsweredAt > silenceMs
      if (seen.status) view = seen
      else
        view = { ...asClosed(view, seen), startedAt: seen.startedAt, note: isSilent ? seen.note : undefined }
      yield view
      if (!open) return
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      if (performance.now() - serverAnsweredAt > patienceMs) {
        throw new Failed(`${error.message}. The comparison continues. Repeat the command to watch it`)
      }
      yield { ...view, note: error.message }
    }
    await sleep(intervalMs)
  }
}

/** What was seen last of a comparison that has ended without a word since. */
function asClosed(view: ComparisonView, { closed }: ComparisonView): ComparisonView {
  if (closed === undefined) return view
  return { ...view, closed, ...(view.status && { status: closeStatus(view.status, closed) }) }
}

/** One look at a comparison, open or closed. */
export async function look(server: Server, run: ComparisonRun): Promise<ComparisonView & { open: boolean }> {
  const handle = server.client.workflow.getHandle(run.id, run.runId)
  const {
    status: state,
    startTime,
    closeTime,
    raw,
  } = await server.ask('describe the comparison', () => handle.describe())
  const open = state.name === 'RUNNING'
  const base = { comparison: run.id, startedAt: startTime, open, pairs: {}, troubles: {} }
  const status = await queryStatus(server, run)
  if (!open) {
    const ending = await endingOf(server, run)
    const place = { comparison: run.id, runDirectory: status?.runDirectory }
    const closed = closedBy(state.name, closeTime ?? new Date(), ending, place)
    if (status) return { ...base, closed, status: closeStatus(status, closed) }
    // One whose input was refused has no tree, whoever is asked.
    return { ...base, closed, ...(ending.kind !== 'refused' && { note: await noWorker(server) }) }
  }
  if (!status) return { ...base, note: await noWorker(server) }
  // Those of the comparison itself are short: one that is tried again is worth a line.
  const trouble = (raw.pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 1) > 1).map(troubleOf)[0]
  return { ...base, status, ...(await pendingWork(server, status)), note: trouble }
}

/** The tree of a comparison; `undefined` where no worker answers in time. */
async function queryStatus(server: Server, run: ComparisonRun): Promise<ComparisonStatus | undefined> {
  const handle = server.client.workflow.getHandle(run.id, run.runId)
  try {
    return await server.ask(
      'ask for the status',
      () => handle.query<ComparisonStatus>('status'),
      queryDeadlineMs,
    )
  } catch {
    // Too late, or refused: a closed comparison of an older version cannot be asked any more.
    return undefined
  }
}

async function noWorker(server: Server): Promise<string> {
  if (server.kind !== 'embedded') return 'no worker answers. Start one with prbench worker'
  const reason = await workerTrouble()
  return reason ?? 'the worker does not answer. prbench server status shows where its log is'
}
