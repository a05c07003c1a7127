import { at } from './statistics/at.js'
import { benjaminiHochberg } from './statistics/multiplicity.js'
import { changeOf } from './statistics/paired.js'
import type { Shares } from './statistics/spending.js'
import { testFamily } from './family.js'
import { reaches } from './margins.js'
import type { MeasuredMetric } from './measure.js'
import { pOf } from './no-change.js'
import { worst, wordFor, type Verdict } from './verdicts.js'

/** What a look may spend on differences: of means, and of cells. */
export type DifferenceShares = Pick<Shares, 'difference' | 'cells'>

/** A metric of which a difference is beyond chance. */
export interface Difference {
  readonly verdict: Verdict
  /** The cells that differ, in the order of the metric's cells. */
  readonly differs: readonly boolean[]
}

/** The metrics of a stage, and what its look may spend. */
export interface TestedStage {
  readonly metrics: readonly MeasuredMetric[]
  readonly shares: DifferenceShares
}

/** A stage's differences, by metric, and the shares that the family's procedure left it. */
export interface StageDifferences {
  readonly shares: DifferenceShares
  readonly differences: readonly (Difference | undefined)[]
}

/**
 * Which metrics of which stages differ. A metric's evidence is that of its mean, which sees what all cells
 * share, or that of its cells (Simes), which sees what steps in some of them; each has its own share of the
 * budget. The deciding metrics of all stages are one family. Others are named, at what is left of their
 * stage's level, only beside a deciding one.
 */
export function findDifferences(stages: readonly TestedStage[]): StageDifferences[] {
  const gating = stages.map(({ metrics }) => metrics.filter((metric) => metric.gating && isTested(metric)))
  const family = testFamily(
    stages.map(({ shares }, index) => ({
      pValues: at(gating, index).map((metric) => combinedP(metric, shares)),
      level: totalOf(shares),
    })),
  )
  return stages.map((stage, index) => {
    const { level, rejected } = at(family, index)
    const shares = scaled(stage.shares, level)
    const differing = new Set(at(gating, index).filter((_, position) => rejected[position] === true))
    const others = stage.metrics.filter((metric) => !metric.gating && metric.judged && isTested(metric))
    if (differing.size > 0)
      for (const metric of others)
        if (combinedP(metric, shares) <= level / others.length) differing.add(metric)
    return {
      shares,
      differences: stage.metrics.map((metric) =>
        differing.has(metric) ? differenceOf(metric, shares) : undefined,
      ),
    }
  })
}

function isTested({ p }: MeasuredMetric): boolean {
  return p !== undefined
}

function totalOf({ difference, cells }: DifferenceShares): number {
  return difference + cells
}

function scaled(shares: DifferenceShares, level: number): DifferenceShares {
  const total = totalOf(shares)
  const share = total === 0 ? 0 : level / total
  return { difference: shares.difference * share, cells: shares.cells * share }
}

/** One p of the mean's and the cells', each weighted by its share of the level (weighted Bonferroni). */
function combinedP({ p = 1, cellsP }: MeasuredMetric, shares: DifferenceShares): number {
  const weighted = (own: number, share: number) => (share === 0 ? 1 : (own * totalOf(shares)) / share)
  return Math.min(1, weighted(p, shares.difference), weighted(cellsP, shares.cells))
}

/**
 * The word of a metric that differs, and which of its cells do: that of the mean, where it differs by the
 * margin or more; else the worse of the directions of the mean and of the cells.
 */
function differenceOf(metric: MeasuredMetric, shares: DifferenceShares): Difference {
  const { cells, margin, reduced, p = 1 } = metric
  const byMean = p <= shares.difference
  const mean = reduced?.estimate.mean ?? 0
  const differs = benjaminiHochberg(
    cells.map(({ estimate }) => pOf(estimate)),
    byMean ? totalOf(shares) : shares.cells,
  )
  const means = cells.flatMap(({ estimate }, position) => (differs[position] === true ? [estimate.mean] : []))
  const byMargin = byMean && reaches(changeOf(mean), margin)
  const directions = byMean || means.length === 0 ? [mean, ...means] : means
  const signs = (byMargin ? [mean] : directions).map(Math.sign)
  // Where the cells alone prove the difference, a mean beyond the margin marks it only with such a cell.
  const isProven = (sign: number) =>
    byMean || means.some((each) => each * sign > 0 && reaches(changeOf(each), margin))
  const words = signs.map((sign): Verdict => {
    if (mean * sign > 0 && isProven(sign)) return wordFor(changeOf(mean), margin)
    return sign < 0 ? 'slightly-slower' : 'slightly-faster'
  })
  return { verdict: worst(words), differs }
}
