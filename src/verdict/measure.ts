import { arms, byArm, type Arm } from '../comparison/arm.js'
import { sum } from '../comparison/change.js'
import type { Table } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { lookReached, type Look, type ReachedLook } from './statistics/spending.js'
import { findCalibration, historyOf, type DisturbedHistory } from './calibration.js'
import { simes } from './statistics/multiplicity.js'
import type { Cell } from './cells.js'
import { pOf } from './no-change.js'
import { voidSlowCases } from './disturbance.js'
import { findDisturbedAttempts } from './disturbed-attempts.js'
import { isExhausted } from './wanted.js'
import { differenceP } from './difference-p.js'
import { marginOf, plannedOf, type Rules } from './options.js'
import { reduceMetric, type JudgedPair, type KnownCalibration, type StageMetric } from './stage-metric.js'
import { decidingAmong, roleOf } from './roles.js'
import type { MetricTable, StageTables } from './tables.js'
import type { Unsteady } from './unsteady.js'

/** What a metric's launches say of a change. */
interface Evidence {
  /** Undefined with fewer than two pairs. */
  readonly reduced: StageMetric | undefined
  /** Two-sided p that the mean did not change, unadjusted; undefined with fewer than two pairs. */
  readonly p: number | undefined
  /** Two-sided p that none of the cells did (Simes); 1 on an unsteady host, whose cells are not tested. */
  readonly cellsP: number
  readonly cells: readonly Cell[]
}

/** A metric of a stage with all that its verdict is made of. */
export interface MeasuredMetric extends Evidence {
  readonly table: MetricTable
  readonly gating: boolean
  /** False for tail percentiles, and for the queue of a saturated server: shown, never judged. */
  readonly judged: boolean
  /** The margin as a fraction. */
  readonly margin: number
  /** The table without single values that fell far behind their launch. */
  readonly logs: Readonly<Record<Arm, Table>>
  /** How many single values of each case fell far behind their launch, by arm. */
  readonly slowByCase: Readonly<Record<Arm, readonly number[]>>
  readonly calibration: KnownCalibration | undefined
}

/** A stage after its disturbed launches were found, before any verdict. */
export interface MeasuredStage {
  readonly tables: StageTables
  readonly metrics: readonly MeasuredMetric[]
  /** The pairs that are judged: complete and undisturbed. */
  readonly judged: readonly JudgedPair[]
  /** Attempts in which both arms gave a value. */
  readonly complete: number
  /** Whether the stage was planned for more than one pair. */
  readonly plannedForMore: boolean
  readonly disturbed: Readonly<Record<Arm, number>>
  /** Which attempts had a disturbed launch, by arm. */
  readonly disturbedAttempts: Readonly<Record<Arm, readonly boolean[]>>
  /** The complete attempts that are not judged because of it. */
  readonly setAside: readonly boolean[]
  /** Why disturbed launches are judged with the others; undefined where they are not. */
  readonly unsteady: Unsteady | undefined
  /** How often the host's launches of the stage were disturbed when it was calibrated. */
  readonly history: DisturbedHistory
  /** Whether any launch was off in either direction. */
  readonly odd: boolean
  /** Single values taken out. */
  readonly slowCases: Readonly<Record<Arm, number>>
  /** The look that the judged pairs have reached. */
  readonly look: ReachedLook | undefined
}

/** Finds a stage's disturbed launches and reduces its metrics over the pairs that are judged. */
export function measureStage(tables: StageTables, looks: readonly Look[], rules: Rules): MeasuredStage {
  const deciding = new Set(decidingAmong(tables.metrics.filter(({ saturated }) => saturated === undefined)))
  const decides = (table: MetricTable) =>
    table.saturated === undefined ? deciding.has(table) : table.saturated === 'deciding'
  const gatingTables = tables.metrics.filter(decides)
  // Where nothing decides (tail percentiles alone), pairs are still counted and their values shown.
  const counted = gatingTables.length > 0 ? gatingTables : tables.metrics
  const complete = tables.attempts.map((_, index) => arms.every((arm) => hasValue(counted, arm, index)))
  const first = tables.attempts.map((attempt) => attempt.first)
  const { disturbed, setAside, odd, unsteady } = findDisturbedAttempts(gatingTables, complete, first)
  const judged = tables.attempts
    .map((attempt, index) => ({ attempt, index }))
    .filter(({ index }) => complete[index] === true && setAside[index] !== true)
  const slowCases = { main: 0, pr: 0 }
  const metrics = tables.metrics.map((table) => {
    const isGating = decides(table)
    const kept = onlyPairs(table, judged)
    const clean = voidSlowCases({ ...table, logs: kept })
    if (isGating) for (const arm of arms) slowCases[arm] += sum(clean.taken[arm])
    const prior = findCalibration(rules.calibration, tables, table.metric)
    const calibration = prior === undefined ? undefined : { prior, tests: rules.calibration.length }
    return {
      table,
      gating: isGating,
      judged: (table.saturated ?? roleOf(table)) !== 'shown',
      margin: marginOf(rules, tables, table),
      logs: clean.logs,
      slowByCase: clean.slow,
      calibration,
      ...evidenceOf(clean.logs, judged, calibration, unsteady),
    }
  })
  return {
    tables,
    metrics,
    judged,
    complete: count(complete),
    plannedForMore: plannedOf(rules, tables) !== undefined && at(looks, looks.length - 1).pairs > 1,
    disturbed: byArm((arm) => count(disturbed[arm])),
    disturbedAttempts: disturbed,
    setAside,
    unsteady,
    history: historyOf(rules.calibration, tables),
    odd,
    slowCases,
    look: lookReached(looks, judged.length, isExhausted(tables.attempts.length, looks)),
  }
}

function evidenceOf(
  logs: MeasuredMetric['logs'],
  judged: readonly JudgedPair[],
  calibration: KnownCalibration | undefined,
  unsteady: Unsteady | undefined,
): Evidence {
  const reduced = reduceMetric(logs, judged, calibration)
  const cells = reduced?.cells ?? []
  const p = reduced === undefined ? undefined : differenceP(reduced, unsteady)
  // The only case of a metric is the metric, with its calibration: it must not testify twice.
  const cellPs = cells.length === 1 && p !== undefined ? [p] : cells.map(({ estimate }) => pOf(estimate))
  return { reduced, p, cellsP: unsteady === undefined ? simes(cellPs) : 1, cells }
}

/** What a metric of a stage would be without one of its judged pairs, told by its index. */
export function withoutPair(
  { judged, unsteady }: MeasuredStage,
  metric: MeasuredMetric,
  left: number,
): MeasuredMetric {
  const rest = judged.filter(({ index }) => index !== left)
  return { ...metric, ...evidenceOf(metric.logs, rest, metric.calibration, unsteady) }
}

/** The stage at the last look it will ever have: no pair follows. */
export function atLastLook(stage: MeasuredStage, looks: readonly Look[]): MeasuredStage {
  return { ...stage, look: lookReached(looks, stage.judged.length, true) }
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length
}

function hasValue(tables: readonly MetricTable[], arm: Arm, index: number): boolean {
  return tables.some((table) => table.logs[arm][index]?.some((value) => value !== null) === true)
}

/** Rows of attempts that are not judged become empty, so that positions stay what they are. */
function onlyPairs(table: MetricTable, judged: readonly JudgedPair[]): Record<Arm, Table> {
  const indices = new Set(judged.map((pair) => pair.index))
  return byArm((arm) => table.logs[arm].map((row, index) => (indices.has(index) ? row : row.map(() => null))))
}
