import { mostPairs } from '../../comparison/limits.js'
import type { MetricJudgement } from '../../verdict/judgement.js'
import { changeWords, formatChange, formatInterval, formatList, formatPercent } from './numbers.js'
import { metricReasonWords, singleRunWords } from './reasons.js'
import { verdictWords } from './verdict.js'

/**
 * What is said of a metric, in parts that every view joins in its own way; '' for a part that is not there.
 */
export interface MetricWords {
  readonly verdict: string
  /** `+5.2 %` */
  readonly change: string
  /** `7.2 % slower`, for a sentence. */
  readonly changeInWords: string
  /** The 95 % interval: `+4.1 % to +6.3 %`. */
  readonly interval: string
  /** `within ±1.2 %`, the bound that "no change" is proven for. */
  readonly bound: string
  /** Cases that differ where not all do alike: `slower at rate 1, rate 2 (-3.3 %), faster at rate 8 (+12 %)`. */
  readonly changed: string
  /** Cases of "no change" that are not proven to lie within the margin: `not proven at rate 8 (-6 % to +2 %)`. */
  readonly unproven: string
  /** The case that did worst, where it lost: `worst BS=1: 1.9 % slower, undecided`. */
  readonly worst: string
  /** What would settle it, or why nothing would. */
  readonly open: string
}

const mostNamed = 5

/** What is nearer to no change reads as 0.0 %. */
const smallestShown = 0.0005

/** A metric's verdict and figures in words. */
export function metricWords(metric: MetricJudgement): MetricWords {
  const { change, low, high, bound, worst, changed, unproven } = metric
  return {
    verdict: metric.judged || metric.verdict === 'missing' ? verdictWords(metric.verdict) : 'not judged',
    change: change === null ? '' : formatChange(change),
    changeInWords: change === null ? '' : changeWords(change),
    interval: low === null || high === null ? '' : formatInterval({ low, high }),
    bound: bound === null ? '' : `within ±${formatPercent(bound)}`,
    changed: changed
      .map(
        (group) =>
          `${group.change < 0 ? 'slower' : 'faster'} at ${formatList(group.cases, mostNamed)} (${formatChange(group.change)})`,
      )
      .join(', '),
    unproven:
      unproven.length === 0
        ? ''
        : `not proven at ${formatList(
            unproven.map((one) => `${one.case} (${formatInterval(one)})`),
            mostNamed,
          )}`,
    worst:
      worst === null || worst.change > -smallestShown || !metric.judged
        ? ''
        : `worst ${worst.case}: ${changeWords(worst.change)}, ${verdictWords(worst.verdict)}`,
    open: openWords(metric),
  }
}

function openWords(metric: MetricJudgement): string {
  const { judged, verdict, change, low, pairs, pairsNeeded, reason, quietEnough } = metric
  if (!judged && verdict !== 'missing') return ''
  if (reason !== null) return metricReasonWords(reason)
  if (change === null) return 'too few pairs'
  if (low === null) return singleRunWords
  if (verdict !== 'unresolved') return ''
  if (pairsNeeded !== null) return `about ${Math.max(pairsNeeded, pairs + 1)} pairs would settle it`
  // Records of before do not say it.
  const enough = quietEnough === undefined ? '' : `: ${formatPercent(quietEnough)} between pairs would do`
  return `more than ${Math.max(mostPairs, pairs + 1)} pairs would be needed, so the host must become quieter${enough}`
}

/** A metric's verdict in one sentence: `no change (within ±1.3 %; worst BS=1: 3.9 % slower, undecided)`. */
export function metricSentence(metric: MetricJudgement): string {
  const { verdict, changeInWords, interval, bound, worst, changed, unproven, open } = metricWords(metric)
  if (changeInWords === '') return open === '' ? verdict : `${verdict}: ${open}`
  const figures = interval === '' ? '' : `95 % interval ${interval}`
  const parts = metric.verdict === 'no-change' ? [bound, worst, unproven] : [figures, changed, worst, open]
  const notes = parts.filter((part) => part !== '').join('; ')
  const said = metric.verdict === 'no-change' ? verdict : `${verdict}: ${changeInWords}`
  return notes === '' ? said : `${said} (${notes})`
}
