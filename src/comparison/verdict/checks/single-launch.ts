import { at } from '../../statistics/at.js'
import { equivalenceP, margin as limitsOf } from '../../statistics/equivalence.js'
import { mean } from '../../statistics/location.js'
import { estimateMean, pairVariance } from '../../statistics/paired.js'
import { finding, type Finding } from '../findings.js'
import type { StageVerdicts } from '../judge-stages.js'
import type { MeasuredMetric, MeasuredStage } from '../measure.js'
import { pOf } from '../no-change.js'
import { isDifference, type Verdict } from '../words.js'
import { stageName } from '../wording.js'

const fewestPairs = 4
const unadjusted = 0.05

/** A verdict that hangs on one launch: without its pair a difference is no longer seen, or "no change" no longer proven. */
export function checkSingleLaunch({ tables, metrics }: MeasuredStage, verdicts: StageVerdicts): Finding[] {
  const { model, benchmarkType } = tables
  return metrics.flatMap((metric, position) => {
    const verdict = at(verdicts.metrics, position)
    const pair = metric.gating ? decisivePair(metric, verdict) : undefined
    if (pair === undefined) return []
    const sentence = `${stageName(model, benchmarkType)}, ${metric.table.metric}: the verdict hangs on pair ${pair}: without it the other pairs do not show it`
    return [finding('single-launch', sentence, { model, benchmarkType, metric: metric.table.metric })]
  })
}

function decisivePair({ reduced, margin }: MeasuredMetric, verdict: Verdict): number | undefined {
  if (reduced === undefined) return undefined
  const index = decisiveRatio(reduced.ratios, verdict, margin)
  return index === undefined ? undefined : at(reduced.pairs, index).attempt.pair
}

/**
 * The ratio without which the others do not show the verdict: a plain paired t test on them finds no difference at .05, or
 * one of the other sign, or does not prove "no change" at .05. Undefined where there is none, or fewer than four.
 */
export function decisiveRatio(
  ratios: readonly number[],
  verdict: Verdict,
  margin: number,
): number | undefined {
  if (ratios.length < fewestPairs || (!isDifference(verdict) && verdict !== 'no-change')) return undefined
  const centre = mean(ratios)
  const index = ratios.findIndex((_, left) => {
    const rest = ratios.filter((_ratio, position) => position !== left)
    const without = estimateMean(rest, pairVariance(rest, []))
    if (verdict === 'no-change') return equivalenceP(without, limitsOf(margin)) > unadjusted
    return pOf(without) > unadjusted || without.mean * centre < 0
  })
  return index < 0 ? undefined : index
}
