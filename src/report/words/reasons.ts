import { arms, type Arm } from '../../comparison/arm.js'
import type { CellReason, MetricReason } from '../../verdict/reasons.js'
import { formatCount } from './numbers.js'

/** In which arms a case fails: only in the PR is a finding against it, in both is none of its doing. */
export type FailingArms = 'both' | Arm

/** What is said of a case that fails there, before its reason. */
export const failingWords: Readonly<Record<FailingArms, string>> = {
  pr: 'fails only with the pull request',
  main: 'fails only in main, without the pull request',
  both: 'fails in both arms, so the pull request did not cause it',
}

/** In which arms a cell fails; undefined where nothing failed, or it is not known why. */
export function failingArms(reason: CellReason | null): FailingArms | undefined {
  if (reason?.kind !== 'no-value') return undefined
  const lacking = arms.filter((arm) => reason.reasons[arm] !== undefined)
  if (lacking.some((arm) => reason.reasons[arm] === null)) return undefined
  return lacking.length === 2 ? 'both' : lacking[0]
}

/** Why a cell has no value: `fails only with the pull request: out of memory`. */
export function cellReasonWords(reason: CellReason): string {
  switch (reason.kind) {
    case 'no-value': {
      const failing = failingArms(reason)
      const text = statedWords(reason)
      return failing === undefined ? text : `${failingWords[failing]}: ${text}`
    }
    case 'not-found':
      return statedWords(reason)
    case 'no-judged-value':
      return `no value of ${reason.arms.join(' and ')} in a valid pair`
    case 'text':
      return reason.text
  }
}

/**
 * The reasons themselves: one where it is the same in both arms, and where it is clear of which arm it is.
 */
export function statedWords(reason: Extract<CellReason, { reasons: object }>): string {
  const stated = arms.flatMap((arm) => {
    const own = reason.reasons[arm]
    return own === undefined ? [] : [{ arm, text: own ?? 'not measured' }]
  })
  const texts = new Set(stated.map(({ text }) => text))
  if (texts.size === 1 && (stated.length === 2 || failingArms(reason) !== undefined)) return [...texts].join()
  return stated.map(({ arm, text }) => `${arm}: ${text}`).join('; ')
}

/** What is said of a stage that is judged by the rule of a single run. */
export const singleRunWords = 'single run: no significance test'

/**
 * What is said of one pair that is no single run: it is left of several, or the first of several that were
 * planned.
 */
export function onePairWords(of: number): string {
  const found = of === 1 ? 'only one pair was measured' : `only one of ${of} pairs is valid`
  return `${found}: too few for a verdict`
}

/** Why a metric is missing or undecided. */
export function metricReasonWords(reason: MetricReason): string {
  switch (reason.kind) {
    case 'missing':
      return reason.cell === null ? 'no valid number' : cellReasonWords(reason.cell)
    case 'arm-disturbed-more-often':
      return `launches of ${reason.arm} are disturbed more often`
    case 'case-slow-more-often':
      return `${reason.case} is slow more often in ${reason.arm}`
    case 'case-beyond-margin':
      return 'one case lies beyond the margin'
    case 'no-valid-pair':
      return 'no pair is valid'
    case 'one-pair':
      return onePairWords(reason.of)
    case 'too-few-pairs':
      return reason.of === 1
        ? 'the only valid pair lacks it in one arm'
        : `too few of the ${formatCount(reason.of, 'valid pair')} have it in both arms`
    case 'text':
      return reason.text
  }
}

/** Why that arm has no value in a cell. */
export function armReasonWords(reason: CellReason | null, arm: Arm): string {
  switch (reason?.kind) {
    case 'no-value':
    case 'not-found':
      return reason.reasons[arm] ?? 'not measured'
    case 'no-judged-value':
      return 'not in a valid pair'
    case 'text':
      return reason.text
    case undefined:
      return 'not measured'
  }
}
