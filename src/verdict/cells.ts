import type { Table } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { fitPrior, moderate } from './statistics/moderation.js'
import { estimateMean, pairVariance, type Estimate, type Variance } from './statistics/paired.js'
import { moderation, smallestVariance } from './tuning.js'

/** One case of a stage's metric, and its own change. */
export interface Cell {
  /** Column of the case in the metric's table. */
  readonly column: number
  readonly pairs: number
  readonly estimate: Estimate
}

/** What the pairs of a metric say of its cases. */
export interface MeasuredCells {
  /** Those that have two values or more. */
  readonly cells: readonly Cell[]
  /** How much each of `cases` counts in the stage's mean; they add up to 1. */
  readonly weights: readonly number[]
}

const { mostShare, leastShareOfWeights } = moderation

/**
 * Estimates every case by its own ratios and boundary differences. Cells of one stage differ in noise by a
 * factor of 30, so each has a variance of its own, moderated by those of the metric's other cells: towards
 * what they share, the more the more they resemble each other (Smyth 2004). That is worth no more degrees of
 * freedom than the cell has itself: a launch's luck is in all of its cells, so they are no independent
 * witnesses.
 *
 * In the mean over the cases each counts by its precision. Weights that few pairs tell are moderated more, or
 * the mean would look surer than it is; they are the same for both arms. `ratios` and `boundaries` have a row
 * a pair and a column for each of `cases`.
 */
export function measureCells(cases: readonly number[], ratios: Table, boundaries: Table): MeasuredCells {
  const measured = cases.map((column, position) => {
    const values = columnOf(ratios, position)
    if (values.length < 2) return undefined
    return { column, values, spread: pairVariance(values, columnOf(boundaries, position)) }
  })
  const spreads = measured.flatMap((cell) => (cell === undefined ? [] : [cell.spread]))
  const prior = spreads.length < 2 ? undefined : fitPrior(spreads)
  const cells = measured.flatMap((cell) => {
    if (cell === undefined) return []
    const { column, values, spread } = cell
    return [
      {
        column,
        pairs: values.length,
        estimate: estimateMean(values, moderate(spread, atMost(prior, mostShare * spread.df))),
      },
    ]
  })
  const precisions = measured.map((cell) => {
    if (prior === undefined) return 1
    const spread = cell?.spread ?? prior
    const shared = { ...prior, df: Math.max(prior.df, leastShareOfWeights * spread.df) }
    return 1 / Math.max(moderate(spread, shared).variance, smallestVariance)
  })
  const sum = precisions.reduce((total, precision) => total + precision, 0)
  return { cells, weights: precisions.map((precision) => precision / sum) }
}

function columnOf(rows: Table, position: number): number[] {
  return rows.flatMap((row) => at(row, position) ?? [])
}

function atMost(prior: Variance | undefined, df: number): Variance | undefined {
  return prior === undefined ? undefined : { ...prior, df: Math.min(prior.df, df) }
}
