import type { Judgement, StageJudgement } from '../../verdict/judgement.js'
import type { MetricNames } from './names.js'
import { formatMargin } from './numbers.js'

/**
 * The deciding metrics of a stage whose changes count as none up to another margin than the threshold: time
 * to first token, and what a recipe's `margins` name. Without it their words would look wrong.
 */
export function marginSentences(stage: StageJudgement, threshold: number, names: MetricNames): string[] {
  const own = stage.metrics
    .filter(({ gating, margin }) => gating && margin !== threshold)
    .map(({ metric, margin }) => `${names(stage, metric)} ${formatMargin(margin)}`)
  return own.length === 0
    ? []
    : [`Margins other than the threshold of ${formatMargin(threshold)}: ${own.join(', ')}.`]
}

/**
 * The margins that a whole comparison was judged by: `±5 %`, or `±5 % to ±10 %` where its metrics have
 * several.
 */
export function marginsOf({ stages, threshold }: Pick<Judgement, 'stages' | 'threshold'>): string {
  const deciding = stages.flatMap(({ metrics }) => metrics.filter(({ gating }) => gating))
  const margins = deciding.length === 0 ? [threshold] : deciding.map(({ margin }) => margin)
  const [least, most] = [formatMargin(Math.min(...margins)), formatMargin(Math.max(...margins))]
  return least === most ? least : `${least} to ${most}`
}
