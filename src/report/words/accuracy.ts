import type { Arm } from '../../comparison/arm.js'
import type { AccuracyJudgement } from '../../verdict/accuracy.js'
import { formatCount } from './numbers.js'

/** How a model's answers stand to its threshold in each arm, and to each other. */
export interface AccuracyFacts {
  readonly model: string
  readonly threshold: number
  readonly below: readonly { readonly arm: Arm; readonly mean: number }[]
  readonly missing: readonly Arm[]
  readonly judged: AccuracyJudgement
}

/** `pr below the threshold; a loss of 3.0 points beyond chance, ...`. */
export function accuracyVerdictWords({ below, missing, judged }: AccuracyFacts): string {
  return [
    below.length > 0 ? `${below.map(({ arm }) => arm).join(' and ')} below the threshold` : '',
    missing.length > 0 ? `${missing.join(' and ')} missing` : '',
    below.length + missing.length === 0 ? 'above the threshold' : '',
    lossWords(judged),
  ]
    .filter((text) => text !== '')
    .join('; ')
}

/** What a reader must know before the numbers; '' where both arms are accurate enough. */
export function accuracyWarning({ model, threshold, below, judged }: AccuracyFacts): string {
  const values = below.map(({ arm, mean }) => `${arm} ${shareWords(mean)}`).join(', ')
  return [
    below.length > 0
      ? `GSM8K accuracy of ${model} is below its threshold of ${shareWords(threshold)}: ${values}.`
      : '',
    judged.isBeyondChance ? `GSM8K of ${model}: ${lossWords(judged)}.` : '',
  ]
    .filter((text) => text !== '')
    .join(' ')
}

/** What pairing by question says; '' where the evaluator left no answers. */
function lossWords({ verdict, change, p, detectableLoss, isBeyondChance }: AccuracyJudgement): string {
  if (verdict === 'missing' || change === null || p === null || detectableLoss === null) return ''
  if (isBeyondChance)
    return `a loss of ${points(-change)} beyond chance, by question (one-sided p = ${p.toPrecision(2)})`
  return `no loss found by question; this test would detect a loss of ${points(detectableLoss)} 90 % of the time`
}

/** The runs of an arm: `0.812 (2 runs of 3; out of memory, 0.810 to 0.814)`. `reason`: why others gave nothing. */
export function runsWords(values: readonly number[], mean: number, runs: number, reason: string): string {
  const spread =
    values.length > 1 ? `, ${shareWords(Math.min(...values))} to ${shareWords(Math.max(...values))}` : ''
  const lacking = values.length < runs ? ` of ${runs}; ${reason}` : ''
  return `${shareWords(mean)} (${formatCount(values.length, 'run')}${lacking}${spread})`
}

/** A share of answers: `0.812`. */
export function shareWords(value: number): string {
  return value.toFixed(3)
}

function points(share: number): string {
  return `${(100 * share).toFixed(1)} points`
}
