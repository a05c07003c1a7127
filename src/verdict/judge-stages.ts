import { arms } from '../comparison/arm.js'
import { at } from './statistics/at.js'
import { equivalenceP, margin as limitsOf } from './statistics/equivalence.js'
import { holm } from './statistics/multiplicity.js'
import { changeOf } from './statistics/paired.js'
import type { Look } from './statistics/spending.js'
import { testFamily } from './family.js'
import { fewestPairsToDiffer } from './fewest-pairs.js'
import { doubtOf } from './doubt.js'
import { findInstability, type Instability } from './instability.js'
import { localiseCells, type LocalisedCells } from './localised-cells.js'
import { atLastLook, type MeasuredMetric, type MeasuredStage } from './measure.js'
import { isNoChange, pOf } from './no-change.js'
import type { MetricReason } from './reasons.js'
import { findUnstableCases, type UnstableCase } from './unstable-cases.js'
import { isDifference, wordFor, type Verdict } from './verdicts.js'

/**
 * The verdicts of one stage: of its metrics in their order, and of their cells, in the order of
 * `MeasuredMetric.cells`.
 */
export interface StageVerdicts {
  readonly metrics: readonly Verdict[]
  readonly cells: readonly (readonly Verdict[])[]
  readonly instability: Instability
  /** By metric: its cases that are slow now and then in one arm. */
  readonly unstableCases: readonly (readonly UnstableCase[])[]
  /** By metric: why "no change" is not said whatever the mean shows; null where nothing speaks against it. */
  readonly doubts: readonly (MetricReason | null)[]
  /** All gating metrics have a verdict that more pairs would not change. */
  readonly settled: boolean
  /** A single case looks changed and is not proven to be: the stage goes on for it. */
  readonly hinted: boolean
  /** The level that the family's procedure tested the stage's differences at. */
  readonly level: number
}

/** Judges the stages of one comparison as one family, each at the look that its valid pairs have reached. */
export function judgeStages(stages: readonly MeasuredStage[], looks: readonly Look[]): StageVerdicts[] {
  const anyOdd = stages.some((stage) => stage.odd)
  const family = testFamily(
    stages.map((stage) => ({ pValues: gatingPs(stage), level: differenceLevel(stage, looks, anyOdd) })),
  )
  const localised = localiseCells(stages)
  return stages.map((stage, index) => {
    const { level, rejected } = at(family, index)
    const instability = findInstability(stage, stages)
    const differs = differingMetrics(stage, rejected, level)
    const unstableCases = stage.metrics.map((metric) => findUnstableCases(stage, metric, stages))
    const doubts = stage.metrics.map((metric, position) =>
      doubtOf(metric, instability, at(unstableCases, position), localised),
    )
    const metrics = stage.metrics.map((metric, position) =>
      metricVerdict(stage, metric, differs[position] === true, instability, at(doubts, position)),
    )
    const cells = stage.metrics.map((metric, position) =>
      cellVerdicts(stage, metric, at(metrics, position), level, localised),
    )
    const hinted = stage.metrics.some((metric) => metric.cells.some((cell) => localised.hinted.has(cell)))
    const settled = isSettled(stage, metrics, hinted || instability.suspected, looks)
    return { metrics, cells, instability, unstableCases, doubts, settled, hinted, level }
  })
}

/**
 * Judges stages of which none gets another pair. Those that had settled keep their look, as they would have
 * in a comparison that goes on: only the others spend what the looks not taken have left.
 */
export function judgeToTheEnd(
  stages: readonly MeasuredStage[],
  looks: readonly Look[],
): { stages: MeasuredStage[]; verdicts: StageVerdicts[] } {
  const before = judgeStages(stages, looks)
  const ended = stages.map((stage, index) => (at(before, index).settled ? stage : atLastLook(stage, looks)))
  return { stages: ended, verdicts: judgeStages(ended, looks) }
}

function gatingPs(stage: MeasuredStage): number[] {
  return stage.metrics.flatMap(({ gating, p }) => (gating && p !== undefined ? [p] : []))
}

/** What the stage's look may spend: nothing while too few pairs stand against launches that were off. */
function differenceLevel(stage: MeasuredStage, looks: readonly Look[], anyOdd: boolean): number {
  const { look, judged, odd } = stage
  if (look === undefined) return 0
  const most = look.last ? judged.length : at(looks, looks.length - 1).pairs
  const fewest = Math.min(fewestPairsToDiffer(odd, anyOdd), most)
  return judged.length < fewest ? 0 : look.difference
}

/**
 * Gating metrics as the family found; others, when a gating one differs, by their own p at the stage's
 * level.
 */
function differingMetrics(stage: MeasuredStage, rejected: readonly boolean[], level: number): boolean[] {
  let next = 0
  const gating = stage.metrics.map((metric) =>
    metric.gating && metric.p !== undefined ? at(rejected, next++) : false,
  )
  const open = gating.some(Boolean)
  const others = stage.metrics.filter(({ gating, judged, p }) => !gating && judged && p !== undefined)
  return stage.metrics.map((metric, position) => {
    if (metric.gating) return at(gating, position)
    if (!open || !metric.judged || metric.p === undefined) return false
    return metric.p <= level / others.length
  })
}

function metricVerdict(
  stage: MeasuredStage,
  metric: MeasuredMetric,
  differs: boolean,
  instability: Instability,
  doubt: MetricReason | null,
): Verdict {
  const { reduced, margin } = metric
  if (isMissing(metric)) return 'missing'
  if (reduced === undefined || stage.look === undefined || !metric.judged) return 'unresolved'
  if (differs) return wordFor(changeOf(reduced.estimate.mean), margin)
  if (instability.unstable && metric.gating && stage.look.last) return 'unstable'
  if (doubt !== null) return 'unresolved'
  return isNoChange(reduced.estimate, margin, stage.look) ? 'no-change' : 'unresolved'
}

/** An arm has no value of the metric at all. */
function isMissing({ table }: MeasuredMetric): boolean {
  return arms.some((arm) => table.logs[arm].every((row) => row.every((value) => value === null)))
}

function isSettled(
  stage: MeasuredStage,
  metrics: readonly Verdict[],
  isDoubted: boolean,
  looks: readonly Look[],
): boolean {
  const decided = stage.metrics.every(
    (metric, position) => !metric.gating || metrics[position] !== 'unresolved',
  )
  if (stage.complete === 0) return decided && stage.tables.attempts.length >= at(looks, 0).pairs
  if (stage.look === undefined) return false
  if (stage.look.last) return decided
  return decided && !isDoubted
}

/**
 * A cell is named where it stands apart from its stage, or where its metric differs and the cell does so
 * too, by Holm over the metric's cells at the stage's level. The only cell of a metric is the metric.
 */
function cellVerdicts(
  stage: MeasuredStage,
  metric: MeasuredMetric,
  ofMetric: Verdict,
  level: number,
  localised: LocalisedCells,
): Verdict[] {
  const { cells, margin } = metric
  if (!metric.judged || stage.look === undefined) return cells.map(() => 'unresolved')
  if (metric.table.cases.length === 1) return cells.map(() => ofMetric)
  const { equivalence } = stage.look
  const within = isDifference(ofMetric) ? level : 0
  const differs = holm(
    cells.map(({ estimate }) => pOf(estimate)),
    cells.map(() => within),
  )
  return cells.map((cell, position) => {
    if (localised.found.has(cell) || differs[position] === true)
      return wordFor(changeOf(cell.estimate.mean), margin)
    return equivalenceP(cell.estimate, limitsOf(margin)) <= equivalence ? 'no-change' : 'unresolved'
  })
}
