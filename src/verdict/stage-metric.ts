import { fillAdditively, type Table } from './statistics/additive.js'
import { differences } from './statistics/rows.js'
import { at } from './statistics/at.js'
import { measureCells, type Cell } from './cells.js'
import { moderate } from './statistics/moderation.js'
import { estimateMean, pairVariance, type Estimate, type Variance } from './statistics/paired.js'
import { useCalibration, type CalibrationPrior, type CalibrationUse } from './calibration.js'
import { byArm, type Arm } from '../comparison/arm.js'
import type { Attempt } from './tables.js'

/** An attempt that is judged: where it stands in the stage, and which arm went first. */
export interface JudgedPair {
  readonly index: number
  readonly attempt: Attempt
}

/** A metric's calibration, with the number of calibrated metrics in the comparison. */
export interface KnownCalibration {
  readonly prior: CalibrationPrior
  readonly tests: number
}

/** One metric of a stage, reduced to one signed log ratio a pair. */
export interface StageMetric {
  /** The pairs that have the metric. */
  readonly pairs: readonly JudgedPair[]
  /** Weighted mean over the cases, one a pair that has the metric. */
  readonly ratios: readonly number[]
  /** The columns of the cases that have enough values in both arms. */
  readonly cases: readonly number[]
  /** How much each of them counts in the means; they add up to 1. */
  readonly weights: readonly number[]
  readonly cells: readonly Cell[]
  /** Signed log ratios by pair and case of `cases`; null where a value is missing. */
  readonly cellRatios: Table
  /** Variance of a pair's ratio as observed, without any calibration. */
  readonly observed: Variance
  readonly calibrated: CalibrationUse | undefined
  readonly estimate: Estimate
}

/**
 * Reduces a metric's tables to ratios R_i (weighted mean over cases of ln pr - ln main) with their variance. Cases
 * with values in fewer than half of the pairs are left out, single missing values filled additively, by
 * arm. A calibration comes with the number of calibrated metrics in the comparison. Undefined where fewer
 * than two pairs have the metric.
 */
export function reduceMetric(
  logs: Readonly<Record<Arm, Table>>,
  judged: readonly JudgedPair[],
  calibration: KnownCalibration | undefined,
): StageMetric | undefined {
  const cases = usableCases(logs, judged)
  const pairs = judged.filter(
    (pair) =>
      cases.some((column) => valueAt(logs.main, pair, column) !== null) &&
      cases.some((column) => valueAt(logs.pr, pair, column) !== null),
  )
  if (cases.length === 0 || pairs.length < 2) return undefined
  const table = byArm((arm) => pairs.map((pair) => cases.map((column) => valueAt(logs[arm], pair, column))))
  const found = findBoundaries(pairs)
  const cellRatios = table.pr.map((row, index) => differences(row, at(table.main, index)))
  const cellBoundaries = found.map(({ arm, before }) =>
    differences(at(table[arm], before + 1), at(table[arm], before)),
  )
  const { cells, weights } = measureCells(cases, cellRatios, cellBoundaries)
  const levels = byArm((arm) => launchLevels(table[arm], weights))
  const ratios = levels.pr.map((value, index) => value - at(levels.main, index))
  const boundaries = found.map(({ arm, before }) => at(levels[arm], before + 1) - at(levels[arm], before))
  const observed = pairVariance(ratios, boundaries)
  const calibrated =
    calibration === undefined ? undefined : useCalibration(observed, calibration.prior, calibration.tests)
  const spread = moderate(observed, calibrated?.prior)
  return {
    pairs,
    ratios,
    cases,
    weights,
    cells,
    cellRatios,
    observed,
    calibrated,
    estimate: estimateMean(ratios, spread),
  }
}

function valueAt(table: Table, pair: JudgedPair, column: number): number | null {
  return table[pair.index]?.[column] ?? null
}

function usableCases(logs: Readonly<Record<Arm, Table>>, judged: readonly JudgedPair[]): number[] {
  const width = logs.main[0]?.length ?? 0
  const columns: number[] = []
  for (let column = 0; column < width; column++) {
    let complete = 0
    for (const pair of judged)
      if (valueAt(logs.main, pair, column) !== null && valueAt(logs.pr, pair, column) !== null) complete++
    if (complete > 0 && complete * 2 >= judged.length) columns.push(column)
  }
  return columns
}

/** Weighted mean over cases of each launch, missing values filled. */
function launchLevels(rows: Table, weights: readonly number[]): number[] {
  return fillAdditively(rows).map((row) =>
    row.reduce((sum, value, position) => sum + at(weights, position) * value, 0),
  )
}

interface Boundary {
  readonly arm: Arm
  /** Place of the pair before it. */
  readonly before: number
}

/**
 * Where a pair's second launch and the next pair's first are of the same arm, and no pair of the stage lies
 * between, their difference is noise alone. Launches of other stages of the host may run between them: the
 * host then has more time to change, so the variance comes out too large rather than too small.
 */
function findBoundaries(pairs: readonly JudgedPair[]): Boundary[] {
  return pairs.slice(1).flatMap((after, before) => {
    const earlier = at(pairs, before)
    const sameArm = earlier.attempt.first !== after.attempt.first
    return sameArm && after.index === earlier.index + 1 ? [{ arm: after.attempt.first, before }] : []
  })
}
