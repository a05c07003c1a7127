import type { MetricJudgement, StageJudgement } from './judgement.js'
import { singleRunWords } from './single-run.js'
import { counted, percent, signedPercent, stageName, wordOf } from './wording.js'

type MetricFacts = Omit<MetricJudgement, 'sentence'>
type StageFacts = Omit<StageJudgement, 'sentence'>

/** A metric's verdict with its figures: "no change (within ±1.3%; worst BS=1 -3.9%, unresolved)". */
export function metricSentence(metric: MetricFacts): string {
  const { verdict, change, bound } = metric
  const word = wordOf(verdict)
  if (verdict === 'missing') return metric.reason === '' ? word : `${word}: ${metric.reason}`
  if (!metric.judged) return change === null ? 'not judged' : `${signedPercent(change)}, not judged`
  if (change === null) return `${word}: ${metric.reason === '' ? 'too few pairs' : metric.reason}`
  if (metric.low === null || metric.high === null)
    return `${word} ${signedPercent(change)} (${whyUntested(metric)})`
  if (verdict === 'no-change' && bound !== null)
    return `${word} (within ±${percent(bound)}${worstCase(metric)})`
  const interval = `95% interval ${signedPercent(metric.low)} to ${signedPercent(metric.high)}`
  if (verdict === 'unresolved')
    return `${word}: ${signedPercent(change)} (${interval}; ${metric.reason === '' ? neededText(pairsWanted(metric)) : metric.reason})`
  return `${word} ${signedPercent(change)} (${interval}${worstCase(metric)})`
}

/** Why a change has no interval: a single run, the only pair that is left, or one of several planned. */
export function whyUntested({ reason }: Pick<MetricJudgement, 'reason'>): string {
  return reason === '' ? singleRunWords : reason
}

function worstCase({ worst }: MetricFacts): string {
  if (worst === null || worst.change >= 0) return ''
  return `; worst ${worst.case} ${signedPercent(worst.change)}, ${wordOf(worst.verdict)}`
}

/** How many pairs in all would settle a metric: more than it has; null where that is beyond any budget. */
export function pairsWanted({
  pairs,
  pairsNeeded,
}: Pick<MetricJudgement, 'pairs' | 'pairsNeeded'>): number | null {
  return pairsNeeded === null ? null : Math.max(pairsNeeded, pairs + 1)
}

/** The same in words. */
export function neededText(pairs: number | null): string {
  return pairs === null ? 'more than 200 pairs would be needed' : `about ${pairs} pairs would settle it`
}

/** A stage's line: its verdict, what it was reached from, and the disturbed launches of both arms. */
export function stageSentence(stage: StageFacts): string {
  const { model, benchmarkType, verdict, pairs, disturbed, launches } = stage
  const found = `${stageName(model, benchmarkType)}: ${wordOf(verdict)} after ${counted(pairs, 'valid pair', 'valid pairs')}`
  if (verdict === 'unresolved' && !stage.metrics.some(({ gating }) => gating))
    return `${found}; it has tail percentiles alone: they are shown, never judged`
  return `${found}; disturbed: pr ${disturbed.pr} of ${launches}, main ${disturbed.main} of ${launches}`
}
