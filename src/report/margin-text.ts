import type { Judgement, StageJudgement } from '../verdict/judgement.js'
import { metricLabel } from './judged.js'
import { formatChange } from './numbers.js'

/**
 * The deciding metrics of a stage whose changes count as none up to another margin than the threshold: time to first token,
 * and what a recipe's `margins` name. Without it their words would look wrong.
 */
export function marginSentences({ metrics }: StageJudgement, threshold: number): string[] {
  const own = metrics
    .filter(({ gating, margin }) => gating && margin !== threshold)
    .map((metric) => `${metricLabel(metric)} ${marginText(metric.margin)}`)
  return own.length === 0
    ? []
    : [`Margins other than the threshold of ${marginText(threshold)}: ${own.join(', ')}.`]
}

/** The margins that a whole comparison was judged by: `±5.0%`, or `±5.0% to ±10.0%` where its metrics have several. */
export function marginsOf({ stages, threshold }: Pick<Judgement, 'stages' | 'threshold'>): string {
  const deciding = stages.flatMap(({ metrics }) => metrics.filter(({ gating }) => gating))
  const margins = deciding.length === 0 ? [threshold] : deciding.map(({ margin }) => margin)
  const [least, most] = [marginText(Math.min(...margins)), marginText(Math.max(...margins))]
  return least === most ? least : `${least} to ${most}`
}

/** `±5.0%` */
export function marginText(margin: number): string {
  return formatChange(margin).replace('+', '±')
}
