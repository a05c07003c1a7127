import { comparisonVerdict } from '../report/view/comparison-verdict.js'
import { titleOf } from '../report/view/about.js'
import { findRuns, recordIn } from '../run/find-runs.js'
import { gpuHoursOf } from '../run/gpu-hours.js'
import type { RunRecord } from '../run/record.js'
import { hostsOf } from '../comparison/stage.js'
import { endingOf } from './ending.js'
import type { Server } from './connection.js'
import { listComparisons, type ListedComparison, newestRuns } from './find-comparison.js'
import { look } from './progress/watch.js'

/** A comparison in the list: what is known of it here. */
export interface ListedRun {
  readonly comparison: string
  /** The id of its workflow's run. */
  readonly run: string
  /** `running`, `finished`, `cancelled`, `failed` ... */
  readonly state: string
  readonly verdict?: string
  readonly title?: string
  readonly startedAt: string
  readonly hosts: readonly string[]
  readonly gpuHours?: number
  readonly directory?: string
}

/** Comparisons, the newest first, and how many older ones are left out. */
export interface RunList {
  readonly runs: readonly ListedRun[]
  readonly left: number
}

/**
 * The comparisons whose results lie in a folder, and those that the server knows, if there is one; at most so
 * many.
 */
export async function listRuns(server: Server | undefined, folder: string, most: number): Promise<RunList> {
  const directories = await findRuns(folder)
  const records = await Promise.all(directories.slice(0, most).map(foundIn))
  const here = records.flatMap((found) => found ?? [])
  const known = server === undefined ? [] : newestRuns(await listComparisons(server, false))
  const states = new Map(known.map((one) => [one.runId, one]))
  const inFolder = new Set(here.map(({ record }) => record.plan.run))
  const others = known.filter(({ runId }) => !inFolder.has(runId))
  const elsewhere = server === undefined ? [] : others.slice(0, most).map((one) => fromServer(server, one))
  const runs = [
    ...here.map(({ record, directory }) => listedRun(record, directory, states.get(record.plan.run))),
    ...(await Promise.all(elsewhere)),
  ].sort((left, right) => right.startedAt.localeCompare(left.startedAt))
  const all = runs.length + Math.max(0, directories.length - most) + Math.max(0, others.length - most)
  return { runs: runs.slice(0, most), left: all - Math.min(most, runs.length) }
}

interface Found {
  readonly record: RunRecord
  readonly directory: string
}

async function foundIn(directory: string): Promise<Found | undefined> {
  const record = await recordIn(directory)
  return record && { record, directory }
}

function listedRun(record: RunRecord, directory: string, known?: ListedComparison): ListedRun {
  const { plan, ending, outcome, judgement } = record
  const verdict =
    outcome?.verdict ?? (judgement && comparisonVerdict(judgement.stages.map((judged) => ({ judged }))))
  return {
    comparison: plan.comparison,
    run: plan.run,
    state: ending ?? stateOf(known) ?? 'not finished',
    ...(verdict === undefined ? {} : { verdict }),
    title: [titleOf(record), plan.source.head.subject].filter((part) => part !== '').join(': '),
    startedAt: plan.createdAt,
    hosts: hostsOf(plan),
    gpuHours: gpuHoursOf(record),
    directory,
  }
}

/** A comparison whose results lie in another folder, or on another machine. */
async function fromServer(server: Server, known: ListedComparison): Promise<ListedRun> {
  const { id, runId, startedAt, verdict } = known
  const directory =
    known.state === 'RUNNING'
      ? (await look(server, known)).status?.runDirectory
      : (await endingOf(server, known)).outcome?.runDirectory
  const found = directory === undefined ? undefined : await foundIn(directory)
  if (found?.record.plan.run === runId) return listedRun(found.record, found.directory, known)
  return {
    comparison: id,
    run: runId,
    state: stateOf(known) ?? '',
    ...(verdict === undefined ? {} : { verdict }),
    startedAt: startedAt.toISOString(),
    hosts: [],
    ...(directory === undefined ? {} : { directory }),
  }
}

function stateOf(known: ListedComparison | undefined): string | undefined {
  return known?.state === 'COMPLETED' ? 'finished' : known?.state.toLowerCase()
}
