import type { Arm } from '../../comparison/arm.js'
import type { PairResult } from '../../comparison/launch.js'
import { validPairs } from '../../run/samples.js'
import type { CellJudgement, DisturbedPair, StageJudgement } from '../../verdict/judgement.js'
import type { MetricNames } from '../words/names.js'
import { formatValue } from '../words/numbers.js'
import { clip } from './clip.js'
import { cellsByCase } from './rows.js'
import { reasonWords } from '../words/launch-reasons.js'

/** Every attempt at every pair of a stage, as a table: a column an attempt, a row a cell. */
export interface AttemptsTable {
  readonly columns: readonly AttemptColumn[]
  readonly rows: readonly AttemptsRow[]
  /** What the values are to those of the CSV files and of the report, or where they are, in a sentence. */
  readonly note: string
}

interface AttemptColumn {
  /** `Pair 2`, or `Pair 2, attempt 1` where it was measured more than once. */
  readonly title: string
  readonly order: string
  /**
   * Why it does not count, with the mark before it: `; not counted: the host was busy`, `, disturbed: not
   * judged`, else ''.
   */
  readonly remark: string
}

interface AttemptsRow {
  readonly configuration: string
  readonly metric: string
  /** `1032.13 → 1085.74`, main first, by column. */
  readonly values: readonly string[]
}

const note =
  'The CSV files under main/ and pr/ hold geometric means over all valid launches; the report leaves disturbed pairs out.'

/** More values than that are not printed a second time. */
const mostValues = 20_000

/** The table of a stage's attempts; undefined where it would only repeat a single pair. */
export function attemptsTable(
  attempts: readonly PairResult[],
  stage: StageJudgement,
  names: MetricNames,
): AttemptsTable | undefined {
  const measured = [...cellsByCase(stage.cells).values()]
    .flat()
    .filter(({ main, pr }) => main !== null || pr !== null)
  const count = 2 * attempts.length * measured.length
  if (attempts.length < 2 || count === 0) return undefined
  if (count > mostValues)
    return { columns: [], rows: [], note: `${count} values: they are in samples.csv, and not listed here.` }
  const ordered = [...attempts].sort(
    (left, right) =>
      left.pair - right.pair || left.generation - right.generation || left.attempt - right.attempt,
  )
  const counted = new Set(validPairs(attempts))
  const values = ordered.map((attempt) => ({ main: valuesOf(attempt, 'main'), pr: valuesOf(attempt, 'pr') }))
  return {
    columns: ordered.map((attempt) => {
      const isDisturbed = stage.disturbedPairs.some((each) => isSameAttempt(each, attempt))
      return columnOf(attempt, ordered, remarkOf(attempt, counted.has(attempt), isDisturbed))
    }),
    note,
    rows: measured.map((cell) => ({
      configuration: cell.case,
      metric: names(stage, cell.metric),
      values: values.map(({ main, pr }) => `${shown(main, cell)} → ${shown(pr, cell)}`),
    })),
  }
}

/** The arm that was launched first. */
export function firstArmOf(attempt: PairResult): Arm {
  return attempt.launches.some(({ arm, position }) => arm === 'pr' && position === 1) ? 'pr' : 'main'
}

function columnOf(attempt: PairResult, all: readonly PairResult[], remark: string): AttemptColumn {
  const tries = all.filter((other) => other.pair === attempt.pair)
  const title = `Pair ${attempt.pair}`
  return {
    title: tries.length === 1 ? title : `${title}, attempt ${tries.indexOf(attempt) + 1}`,
    order: `${firstArmOf(attempt)} first`,
    remark,
  }
}

function isSameAttempt(left: DisturbedPair, right: DisturbedPair): boolean {
  return left.pair === right.pair && left.attempt === right.attempt
}

function remarkOf(attempt: PairResult, isCounted: boolean, isDisturbed: boolean): string {
  if (isCounted) return isDisturbed ? ', disturbed: not judged' : ''
  const reason = attempt.launches.find((launch) => launch.voidReason !== undefined)?.voidReason
  return `; not counted: ${clip(reason === undefined ? 'measured again' : reasonWords(reason), 80)}`
}

type Values = ReadonlyMap<string, Readonly<Record<string, number>> | null>

function valuesOf(attempt: PairResult, arm: Arm): Values {
  const launch = attempt.launches.find((each) => each.arm === arm)
  return new Map(launch?.cases.map((result) => [result.case, result.values]))
}

function shown(values: Values, cell: CellJudgement): string {
  const value = values.get(cell.case)?.[cell.metric]
  return value === undefined ? 'missing' : formatValue(value, cell.unit)
}
