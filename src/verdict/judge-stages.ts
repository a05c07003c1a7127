import { arms } from '../comparison/arm.js'
import { at } from './statistics/at.js'
import { equivalenceP, margin as limitsOf } from './statistics/equivalence.js'
import { changeOf } from './statistics/paired.js'
import type { Look } from './statistics/spending.js'
import { findDifferences, type Difference, type DifferenceShares } from './differences.js'
import { fewestPairsToDiffer } from './fewest-pairs.js'
import { doubtOf } from './doubt.js'
import { findInstability, type Instability } from './instability.js'
import { atLastLook, type MeasuredMetric, type MeasuredStage } from './measure.js'
import { hintOf, isNoChange } from './no-change.js'
import type { MetricReason } from './reasons.js'
import { findUnstableCases, type UnstableCase } from './unstable-cases.js'
import { wordFor, type Verdict } from './verdicts.js'

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
  /** What the family's procedure left the stage to spend on differences. */
  readonly shares: DifferenceShares
}

/** Judges the stages of one comparison as one family, each at the look that its valid pairs have reached. */
export function judgeStages(stages: readonly MeasuredStage[], looks: readonly Look[]): StageVerdicts[] {
  const anyOdd = stages.some((stage) => stage.odd)
  const found = findDifferences(
    stages.map((stage) => ({ metrics: stage.metrics, shares: differenceShares(stage, looks, anyOdd) })),
  )
  return stages.map((stage, index) => {
    const { shares, differences } = at(found, index)
    const instability = findInstability(stage, stages)
    const unstableCases = stage.metrics.map((metric) => findUnstableCases(stage, metric, stages))
    const doubts = stage.metrics.map((metric, position) =>
      doubtOf(metric, instability, at(unstableCases, position)),
    )
    const metrics = stage.metrics.map((metric, position) =>
      metricVerdict(stage, metric, differences[position], instability, at(doubts, position)),
    )
    const cells = stage.metrics.map((metric, position) =>
      cellVerdicts(stage, metric, at(metrics, position), differences[position]),
    )
    const settled = isSettled(stage, metrics, instability.suspected, looks)
    return { metrics, cells, instability, unstableCases, doubts, settled, shares }
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

/** What the stage's look may spend: nothing while too few pairs stand against launches that were off. */
function differenceShares(
  { look, judged, odd }: MeasuredStage,
  looks: readonly Look[],
  anyOdd: boolean,
): DifferenceShares {
  if (look === undefined) return { difference: 0, cells: 0 }
  const most = look.last ? judged.length : at(looks, looks.length - 1).pairs
  const fewest = Math.min(fewestPairsToDiffer(odd, anyOdd), most)
  return judged.length < fewest ? { difference: 0, cells: 0 } : look
}

function metricVerdict(
  stage: MeasuredStage,
  metric: MeasuredMetric,
  difference: Difference | undefined,
  instability: Instability,
  doubt: MetricReason | null,
): Verdict {
  const { reduced, margin } = metric
  if (isMissing(metric)) return 'missing'
  if (reduced === undefined || stage.look === undefined || !metric.judged) return 'unresolved'
  if (difference !== undefined) return difference.verdict
  if (instability.unstable && metric.gating && stage.look.last) return 'unstable'
  if (doubt !== null) return 'unresolved'
  return isNoChange(reduced.estimate, margin, stage.look, hintOf(metric)) ? 'no-change' : 'unresolved'
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

/** A cell is named where its metric differs and it does so, too. The only cell of a metric is the metric. */
function cellVerdicts(
  stage: MeasuredStage,
  { cells, judged, margin, table }: MeasuredMetric,
  ofMetric: Verdict,
  difference: Difference | undefined,
): Verdict[] {
  const { look } = stage
  if (!judged || look === undefined) return cells.map(() => 'unresolved')
  if (table.cases.length === 1) return cells.map(() => ofMetric)
  return cells.map(({ estimate }, position) => {
    if (difference?.differs[position] === true) return wordFor(changeOf(estimate.mean), margin)
    return equivalenceP(estimate, limitsOf(margin)) <= look.equivalence ? 'no-change' : 'unresolved'
  })
}
