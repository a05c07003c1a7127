import { present } from '../statistics/additive.js'
import { at } from '../statistics/at.js'
import { mean, median, sumOfSquares } from '../statistics/location.js'
import { moderate } from '../statistics/moderation.js'
import { estimateMean, type Estimate } from '../statistics/paired.js'
import type { StageMetric } from './stage-metric.js'

/** One case of a stage's metric: its own change, and how far it stands from its stage. */
export interface Cell {
  /** Column of the case in the metric's table. */
  readonly column: number
  readonly pairs: number
  readonly estimate: Estimate
  /** The cell's ratio less the median over its pair's cells; undefined in a stage of fewer than three cases. */
  readonly deviation: Estimate | undefined
}

const fewestCases = 3

/**
 * Estimates every cell of a metric that has two values or more. A cell's variance is moderated: its own n - 1 degrees of freedom plus those
 * of the mean over the metric's cells, 2 (n - 1) for deviations (Smyth 2004 with a fixed prior).
 */
export function estimateCells(metric: StageMetric): Cell[] {
  const localised = metric.cases.length >= fewestCases
  const shared = metric.cellRatios.map((row) => median(orZero(present(row))))
  const columns = metric.cases.map((column, position) => {
    const values: number[] = []
    const deviations: number[] = []
    metric.cellRatios.forEach((row, pair) => {
      const value = row[position] ?? null
      if (value === null) return
      values.push(value)
      deviations.push(value - at(shared, pair))
    })
    return { column, values, deviations }
  })
  const measured = columns.filter(({ values }) => values.length >= 2)
  if (measured.length === 0) return []
  const pooled = mean(measured.map(({ values }) => ownVariance(values)))
  const pooledDeviation = mean(measured.map(({ deviations }) => ownVariance(deviations)))
  return measured.map(({ column, values, deviations }) => {
    const df = values.length - 1
    const own = { variance: ownVariance(values), df }
    const ownDeviation = { variance: ownVariance(deviations), df }
    return {
      column,
      pairs: values.length,
      estimate: estimateMean(values, moderate(own, { variance: pooled, df: measured.length > 1 ? df : 0 })),
      deviation: localised
        ? estimateMean(deviations, moderate(ownDeviation, { variance: pooledDeviation, df: 2 * df }))
        : undefined,
    }
  })
}

function ownVariance(values: readonly number[]): number {
  return sumOfSquares(values) / (values.length - 1)
}

function orZero(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [0] : values
}
