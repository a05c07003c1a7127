import type { Arm } from '../comparison/arm.js'
import type { PairResult } from '../comparison/launch.js'
import { countedPairs } from '../results/samples.js'
import type { Cell } from './cells.js'
import { formatValue } from './numbers.js'
import { clip } from './clip.js'

/** Every attempt at every pair of a stage, as a table: a column an attempt, a row a cell. */
export interface AttemptsTable {
  readonly columns: readonly AttemptColumn[]
  readonly rows: readonly AttemptsRow[]
}

interface AttemptColumn {
  /** `Pair 2`, or `Pair 2, attempt 1` where it was measured more than once. */
  readonly title: string
  readonly order: string
  /** Why it does not count, else ''. */
  readonly discarded: string
}

interface AttemptsRow {
  readonly configuration: string
  readonly metric: string
  /** `1032.13 → 1085.74`, main first, by column. */
  readonly values: readonly string[]
}

/** More cells than that are not printed a second time; they are in samples.csv. */
const mostCells = 20_000

/** The table of a stage's attempts; undefined where it would only repeat a single pair, or would not be read. */
export function attemptsTable(
  attempts: readonly PairResult[],
  cells: readonly Cell[],
): AttemptsTable | undefined {
  const measured = cells.filter(isMeasured)
  if (attempts.length < 2 || measured.length === 0 || attempts.length * measured.length > mostCells)
    return undefined
  const ordered = [...attempts].sort(
    (left, right) =>
      left.pair - right.pair || left.generation - right.generation || left.attempt - right.attempt,
  )
  const counted = new Set(countedPairs(attempts))
  const values = ordered.map((attempt) => ({ main: valuesOf(attempt, 'main'), pr: valuesOf(attempt, 'pr') }))
  return {
    columns: ordered.map((attempt) => columnOf(attempt, ordered, counted.has(attempt))),
    rows: measured.map((cell) => ({
      configuration: cell.case,
      metric: cell.label,
      values: values.map(({ main, pr }) => `${shown(main, cell)} → ${shown(pr, cell)}`),
    })),
  }
}

/** The arm that was launched first. */
export function firstArmOf(attempt: PairResult): Arm {
  return attempt.launches.some(({ arm, position }) => arm === 'pr' && position === 1) ? 'pr' : 'main'
}

function columnOf(attempt: PairResult, all: readonly PairResult[], isCounted: boolean): AttemptColumn {
  const tries = all.filter((other) => other.pair === attempt.pair)
  const title = `Pair ${String(attempt.pair)}`
  const reason = attempt.launches.find((launch) => launch.voidReason !== undefined)?.voidReason
  return {
    title: tries.length === 1 ? title : `${title}, attempt ${String(tries.indexOf(attempt) + 1)}`,
    order: `${firstArmOf(attempt)} first`,
    discarded: isCounted ? '' : clip(reason ?? 'measured again', 80),
  }
}

function isMeasured(cell: Cell): boolean {
  return 'value' in cell.main || 'value' in cell.pr
}

type Values = ReadonlyMap<string, Readonly<Record<string, number>> | null>

function valuesOf(attempt: PairResult, arm: Arm): Values {
  const launch = attempt.launches.find((each) => each.arm === arm)
  return new Map(launch?.cases.map((result) => [result.case, result.values]))
}

function shown(values: Values, cell: Cell): string {
  const value = values.get(cell.case)?.[cell.metric]
  return value === undefined ? 'missing' : formatValue(value, cell.unit)
}
