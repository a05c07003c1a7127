import { present, type Table } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { mean, median } from './statistics/location.js'
import { fitPrior, moderate } from './statistics/moderation.js'
import { estimateMean, pairVariance, type Estimate, type Variance } from './statistics/paired.js'
import type { StageMetric } from './stage-metric.js'
import { fewestCasesToLocalise } from './tuning.js'

/** One case of a stage's metric: its own change, and how far it stands from its stage. */
export interface Cell {
  /** Column of the case in the metric's table. */
  readonly column: number
  readonly pairs: number
  readonly estimate: Estimate
  /**
   * The cell's ratio less the median over its pair's cells; undefined in a stage of fewer than three cases.
   */
  readonly deviation: Estimate | undefined
}

/**
 * Estimates every cell of a metric that has two values or more. A cell's variance is its own, from its
 * ratios and its boundary differences, moderated by the mean over the metric's cells (Smyth 2004): worth as
 * many degrees of freedom as the cells resemble each other, and never making a variance smaller, so that a
 * case much noisier than the others is judged by its own noise.
 */
export function estimateCells(metric: StageMetric): Cell[] {
  const ratios = byColumn(metric, metric.cellRatios)
  const boundaries = byColumn(metric, metric.cellBoundaries)
  const measured = metric.cases.flatMap((column, position) => {
    const own = at(ratios, position)
    const between = at(boundaries, position)
    if (own.values.length < 2) return []
    return [
      {
        column,
        values: own.values,
        deviations: own.deviations,
        spread: pairVariance(own.values, between.values),
        spreadOfDeviations: pairVariance(own.deviations, between.deviations),
      },
    ]
  })
  const prior = sharedPrior(measured.map(({ spread }) => spread))
  const priorOfDeviations = sharedPrior(measured.map(({ spreadOfDeviations }) => spreadOfDeviations))
  const localised = metric.cases.length >= fewestCasesToLocalise
  return measured.map(({ column, values, deviations, spread, spreadOfDeviations }) => ({
    column,
    pairs: values.length,
    estimate: estimateMean(values, moderateUpwards(spread, prior, values.length - 1)),
    deviation: localised
      ? estimateMean(
          deviations,
          moderateUpwards(spreadOfDeviations, priorOfDeviations, 2 * (values.length - 1)),
        )
      : undefined,
  }))
}

interface Column {
  readonly values: number[]
  /**
   * The values less the median over the cells of their row: without the luck that the row's launches share.
   */
  readonly deviations: number[]
}

function byColumn(metric: StageMetric, rows: Table): Column[] {
  const columns = metric.cases.map((): Column => ({ values: [], deviations: [] }))
  for (const row of rows) {
    const there = present(row)
    if (there.length === 0) continue
    const shared = median(there)
    row.forEach((value, position) => {
      if (value === null) return
      at(columns, position).values.push(value)
      at(columns, position).deviations.push(value - shared)
    })
  }
  return columns
}

/** The mean of the cells' variances, worth as much as they resemble each other; nothing for a single cell. */
function sharedPrior(variances: readonly Variance[]): Variance | undefined {
  if (variances.length < 2) return undefined
  return { variance: mean(variances.map(({ variance }) => variance)), df: fitPrior(variances).df }
}

function moderateUpwards(own: Variance, prior: Variance | undefined, mostDf: number): Variance {
  if (prior === undefined || own.variance >= prior.variance) return own
  return moderate(own, { variance: prior.variance, df: Math.min(prior.df, mostDf) })
}
