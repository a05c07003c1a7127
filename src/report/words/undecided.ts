import type { MetricJudgement } from '../../verdict/judgement.js'
import { metricWords } from './metric.js'
import { formatCount, formatHours, formatInterval, formatMargin } from './numbers.js'
import { metricReasonWords } from './reasons.js'

/** What a verdict of a metric has to hold for, and what a pair costs. */
export interface UndecidedFacts {
  /** Deciding metrics of all stages. */
  readonly metrics: number
  readonly looks: number
  /** GPU hours of one pair of the stage. */
  readonly gpuHours: number
}

/**
 * Why a metric is undecided, in one sentence: its interval, which bound it must leave, and what would settle it.
 * '' for a single pair, of which the head says so once.
 */
export function undecidedSentence(label: string, metric: MetricJudgement, facts: UndecidedFacts): string {
  const { reason, low, high } = metric
  if (reason !== null)
    return reason.kind === 'one-pair' ? '' : `${label} is undecided: ${metricReasonWords(reason)}.`
  if (low === null || high === null) return ''
  return `${label} is undecided: its 95 % interval is ${formatInterval({ low, high })}; ${boundWords(low, high, metric.margin, facts)}. ${settlingWords(metric, facts)}`
}

function boundWords(low: number, high: number, margin: number, { metrics, looks }: UndecidedFacts): string {
  const each = [
    ...(metrics > 1 ? [formatCount(metrics, 'metric')] : []),
    ...(looks > 1 ? [formatCount(looks, 'look')] : []),
  ].join(' and ')
  const stricter =
    each === '' ? 'a verdict takes more than 95 %' : `with ${each} a verdict takes more than 95 % for each`
  const bound = formatMargin(margin).slice(1)

  if (low > 0 || high < 0) return `it excludes 0 %, but ${stricter}`
  if (low > -margin && high < margin) return `it lies within ${formatMargin(margin)}, but ${stricter}`
  if (high < margin) return `"slower" needs it below 0 %, "no change" above -${bound}`
  if (low > -margin) return `"faster" needs it above 0 %, "no change" below +${bound}`
  return `it must leave 0 % on one side, or lie within ${formatMargin(margin)}`
}

/** What would settle it: pairs and what they cost, or a quieter host. */
function settlingWords(metric: MetricJudgement, { gpuHours }: UndecidedFacts): string {
  const { pairs, pairsNeeded } = metric
  const { open } = metricWords(metric)
  const said = open.slice(0, 1).toUpperCase() + open.slice(1)
  if (pairsNeeded === null) return `${said}.`
  const hours = (Math.max(pairsNeeded, pairs + 1) - pairs) * gpuHours
  const cost = hours > 0 ? ` (${formatHours(hours)} more)` : ''
  return `${said}${cost}; so would a quieter host.`
}
