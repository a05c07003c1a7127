import { margin as limitsOf, provenBound } from './statistics/equivalence.js'
import { mean } from './statistics/location.js'
import { changeOf } from './statistics/paired.js'
import { pairsToStandOut } from './statistics/sign-flips.js'
import { settling } from './statistics/power.js'
import { at } from './statistics/at.js'
import type { Look } from './statistics/spending.js'
import { changeWithInterval } from './compose-cells.js'
import type { CellJudgement, Change, MetricJudgement, WorstCase } from './judgement.js'
import type { MeasuredMetric, MeasuredStage } from './measure.js'
import { fewestPairsToDiffer } from './fewest-pairs.js'
import { noiseLevel } from './noise-level.js'
import type { MetricReason } from './reasons.js'
import { isSingleRun, singleRatioVerdict } from './single-run.js'
import { isDifference, isMarked, type Verdict } from './verdicts.js'

/** What all stages of a comparison are judged by. */
export interface Course {
  readonly looks: readonly Look[]
  /** Gating metrics of all stages, one at least: what the family tests. */
  readonly hypotheses: number
  /** A launch of any stage was off. */
  readonly anyOdd: boolean
  /** No pair will follow. */
  readonly final: boolean
}

/** What a metric's judgement needs beside its own data. */
export interface MetricContext extends Course {
  readonly stage: MeasuredStage
  /** Why "no change" is not said whatever the mean shows; null where nothing speaks against it. */
  readonly doubt: MetricReason | null
}

/** One metric of a stage as the report shows it. */
export function composeMetric(
  metric: MeasuredMetric,
  found: Verdict,
  cells: readonly CellJudgement[],
  context: MetricContext,
): MetricJudgement {
  const { stage, looks, hypotheses, doubt } = context
  const { reduced, table, gating, judged, margin } = metric
  const single = stage.judged.length === 1 ? singleRatio(cells) : undefined
  const byRatio = isSingleRun(stage) && judged && found === 'unresolved' ? single : undefined
  const verdict = byRatio === undefined ? found : singleRatioVerdict(byRatio, margin)
  const change: Change =
    reduced === undefined
      ? { change: single === undefined ? null : changeOf(single), low: null, high: null }
      : changeWithInterval(reduced.estimate)
  return {
    metric: table.metric,
    unit: table.unit,
    better: table.better,
    ...(table.saturated === undefined ? {} : { saturated: true }),
    gating,
    judged,
    verdict,
    margin,
    pairs: reduced?.pairs.length ?? (single === undefined ? 0 : 1),
    ...change,
    p: metric.p ?? null,
    bound: verdict === 'no-change' ? boundOf(metric, stage) : null,
    worst: worstOf(cells),
    changed: reduced === undefined ? [] : changedCases(verdict, cells),
    unproven: verdict === 'no-change' ? cells.flatMap(unprovenCase) : [],
    ...(verdict === 'unresolved' && doubt === null ? neededFor(metric, context) : { pairsNeeded: null }),
    noise: noiseLevel(reduced, looks, hypotheses),
    reason:
      verdict === 'missing'
        ? missingReason(cells)
        : verdict === 'unresolved'
          ? openBecause(metric, single, context)
          : null,
  }
}

/**
 * What stands against any verdict, or against "no change"; null where more pairs would tell, and for a
 * single run.
 */
function openBecause(
  { reduced, judged }: MeasuredMetric,
  single: number | undefined,
  { stage, doubt }: MetricContext,
): MetricReason | null {
  if (doubt !== null || reduced !== undefined || !judged) return doubt
  const valid = stage.judged.length
  if (single !== undefined) return isSingleRun(stage) ? null : { kind: 'one-pair', of: stage.complete }
  return valid === 0 ? { kind: 'no-valid-pair' } : { kind: 'too-few-pairs', of: valid }
}

/** Mean signed log ratio over the cells of a single pair. */
function singleRatio(cells: readonly CellJudgement[]): number | undefined {
  const ratios = cells.flatMap(({ change }) => (change === null ? [] : [Math.log1p(change)]))
  return ratios.length === 0 ? undefined : mean(ratios)
}

function boundOf({ reduced }: MeasuredMetric, { look }: MeasuredStage): number | null {
  return reduced === undefined || look === undefined ? null : provenBound(reduced.estimate, look.equivalence)
}

/** Where the word is one of a change of some cases, or of changes both ways. */
function changedCases(verdict: Verdict, cells: readonly CellJudgement[]): MetricJudgement['changed'] {
  if (!isDifference(verdict)) return []
  const groups = [-1, 1].flatMap((sign) => {
    const own = cells.filter(({ verdict, change }) => isDifference(verdict) && (change ?? 0) * sign > 0)
    if (own.length === 0 || own.length === cells.length) return []
    return [{ cases: own.map(({ case: name }) => name), change: mean(own.map(({ change }) => change ?? 0)) }]
  })
  return isMarked(verdict) && groups.length === 1 ? [] : groups
}

function unprovenCase({ case: name, verdict, low, high }: CellJudgement): MetricJudgement['unproven'] {
  return verdict === 'unresolved' && low !== null && high !== null ? [{ case: name, low, high }] : []
}

function worstOf(cells: readonly CellJudgement[]): WorstCase | null {
  let worst: WorstCase | null = null
  for (const { case: name, change, verdict } of cells)
    if (change !== null && (worst === null || change < worst.change)) worst = { case: name, change, verdict }
  return cells.length > 1 ? worst : null
}

function neededFor(
  { reduced, margin }: MeasuredMetric,
  { stage, looks, hypotheses, anyOdd }: MetricContext,
): Pick<MetricJudgement, 'pairsNeeded' | 'quietEnough'> {
  if (reduced === undefined) return { pairsNeeded: null }
  const { estimate, pairs } = reduced
  const last = at(looks, looks.length - 1)
  const observed = {
    mean: estimate.mean,
    pairSd: estimate.standardError * Math.sqrt(pairs.length),
    pairs: pairs.length,
    priorDf: reduced.calibrated?.prior?.df ?? 0,
  }
  const limits = limitsOf(margin)
  const level = last.difference / hypotheses
  const { pairs: needed, pairSd } = settling(observed, limits, level, last.equivalence)
  if (needed === undefined) return { pairsNeeded: null, quietEnough: pairSd }
  const isInside = limits.low < estimate.mean && estimate.mean < limits.high
  if (isInside) return { pairsNeeded: needed }
  // Beyond the margin only a difference settles it: none is named before so many pairs ...
  const fewest = Math.min(fewestPairsToDiffer(stage.odd, anyOdd), last.pairs)
  // ... and on a host of two states it must stand out by swapping the arms, too.
  const standing = stage.unsteady === undefined ? 0 : pairsToStandOut(reduced.ratios, level)
  return { pairsNeeded: Math.max(needed, fewest, standing) }
}

function missingReason(cells: readonly CellJudgement[]): MetricReason {
  return { kind: 'missing', cell: cells.find(({ reason }) => reason !== null)?.reason ?? null }
}
