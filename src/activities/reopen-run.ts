import type { ComparisonIdentity, ReopenedRun, ReopenedStage } from '../comparison/activities.js'
import type { StageEnding } from '../comparison/ending-reason.js'
import { knownPairs, type KnownPairs } from '../comparison/pair-state.js'
import type { RetryOrder } from '../comparison/retry-order.js'
import { goneSentence, hasRecord, unknownStage } from '../run/retried-run.js'
import { readRecord } from '../run/record-file.js'
import { reopenRecord } from '../run/reopen-record.js'
import type { RunRecord } from '../run/record.js'
import { RequestRefused } from '../planning/request-refused.js'

/**
 * Takes a run directory up again: its plan as that of the new run, and how its stages stand. Nothing is
 * changed where it refuses.
 *
 * @throws RequestRefused, RecordInvalid
 */
export async function reopenRun(order: RetryOrder, identity: ComparisonIdentity): Promise<ReopenedRun> {
  if (!(await hasRecord(order.runDirectory))) throw new RequestRefused(goneSentence(order.runDirectory))
  const record = await readRecord(order.runDirectory)
  const reopened = decideReopening(record, order, identity)
  await reopenRecord(record, reopened.plan)
  return reopened
}

/** What reopening a record means. Pure. Throws RequestRefused. */
export function decideReopening(
  record: RunRecord,
  { runDirectory, stages: wanted }: RetryOrder,
  { comparison, run }: ComparisonIdentity,
): ReopenedRun {
  if (record.plan.comparison !== comparison) {
    throw new RequestRefused(
      `${runDirectory} belongs to ${record.plan.comparison}, not to ${comparison}. Start the retry under that workflow id`,
    )
  }
  const names = record.plan.stages.map(({ name }) => name)
  const unknown = unknownStage(runDirectory, names, wanted)
  if (unknown !== undefined) throw new RequestRefused(unknown)
  const stages = Object.fromEntries(names.map((name) => [name, reopenedStage(record, name, wanted)]))
  if (Object.values(stages).every(({ again }) => again === undefined)) {
    throw new RequestRefused(
      `no stage of ${runDirectory} is missing. To measure all pairs of a stage again, name it (${names.join(', ')})`,
    )
  }
  return { plan: { ...record.plan, run, runDirectory }, stages }
}

/** By stage: what a record has of it. */
export function knownPairsOf({ plan, pairs }: RunRecord): Record<string, KnownPairs> {
  return Object.fromEntries(
    plan.stages.map(({ name }) => [name, knownPairs(pairs.filter((pair) => pair.stage === name))]),
  )
}

function reopenedStage(
  record: RunRecord,
  name: string,
  wanted: readonly string[] | undefined,
): ReopenedStage {
  const pairs = knownPairs(record.pairs.filter((pair) => pair.stage === name))
  const written = record.endings.find((known) => known.name === name)
  const isMeasured = written?.state === 'measured'
  const ending = written ?? unwrittenEnding(name, pairs, record.plan.looks)
  const isWanted = wanted?.includes(name) ?? !isMeasured
  const reached = Math.max(1, isMeasured ? pairs.last : (pairs.complete.at(-1) ?? 0))
  const look = record.plan.looks.find((planned) => planned >= reached) ?? record.plan.looks.at(-1)
  return {
    ending,
    pairs,
    wanted: isMeasured ? reached : (look ?? reached),
    ...(isWanted ? { again: isMeasured ? ('anew' as const) : ('missing' as const) } : {}),
  }
}

/**
 * How a stage stands that no report tells of, as its comparison was cut off: one whose pairs reach a look is
 * measured unless it is retried itself.
 */
function unwrittenEnding(name: string, { complete }: KnownPairs, looks: readonly number[]): StageEnding {
  const last = complete.at(-1)
  if (last === undefined) return { name, state: 'failed', reason: { kind: 'never-begun' } }
  const isLook = looks.includes(last) || last > Math.max(...looks)
  if (complete.length === last && isLook) return { name, state: 'measured' }
  return { name, state: 'cancelled', reason: { kind: 'cut-short' } }
}
