import type { StageJudgement } from '../../verdict/judgement.js'
import type { Stopped } from '../../verdict/reasons.js'
import { stageName } from './names.js'
import { formatCount } from './numbers.js'
import { metricReasonWords, singleRunWords } from './reasons.js'
import { verdictWords } from './verdict.js'

/** Why a stage stops or goes on, as a part of a sentence. */
export function stoppedWords(stopped: Stopped): string {
  switch (stopped.kind) {
    case 'nothing-measured':
      return 'stopped: main and pr never both gave a value'
    case 'nothing-decides':
      return 'done: tail percentiles are shown, never judged'
    case 'settled':
      return `settled after ${lookWords(stopped)}`
    case 'too-many-redone':
      return 'undecided: no more pairs may be measured again'
    case 'last-look':
      return `undecided after the maximum of ${lookWords(stopped)}`
    case 'ended':
      return `undecided: ended after ${formatCount(stopped.valid, 'valid pair')}`
    case 'goes-on': {
      const doubts = stopped.doubts.map((doubt) => doubtWords[doubt]).join('; ')
      return `continues to ${formatCount(stopped.pairs, 'pair')}${doubts === '' ? '' : ` (${doubts})`}`
    }
    case 'text':
      return stopped.text
  }
}

const doubtWords = {
  'arm-disturbed-more-often': 'one arm is disturbed more often',
} as const

function lookWords({ pairs, valid }: { readonly pairs: number; readonly valid: number }): string {
  return valid > pairs ? `${formatCount(pairs, 'pair')} (${valid} valid)` : formatCount(pairs, 'pair')
}

/** Whether a stage has one pair, and was not to have more: it is judged by the historical rule. */
export function isSingleRun({ pairs, metrics }: StageJudgement): boolean {
  return pairs === 1 && metrics.every(({ change, reason }) => change === null || reason === null)
}

/** Why one pair allows no test: it is a single run, or why nothing was marked; else ''. */
export function untestedWords(stage: StageJudgement): string {
  if (isSingleRun(stage)) return singleRunWords
  const reasons = stage.metrics.flatMap(({ change, reason }) => (change === null ? [] : (reason ?? [])))
  const [first] = reasons
  return stage.pairs !== 1 || first === undefined ? '' : metricReasonWords(first)
}

/**
 * Launches thrown away can hide a PR that is slow now and then: their number is always said, of both arms.
 */
export function disturbedWords({ disturbed, launches }: StageJudgement): string {
  return `pr ${disturbed.pr} of ${launches}, main ${disturbed.main} of ${launches}`
}

/** A stage's line: its verdict, what it was reached from, and the disturbed launches of both arms. */
export function stageSentence(stage: StageJudgement): string {
  const found = `${stageName(stage)}: ${verdictWords(stage.verdict)} after ${formatCount(stage.pairs, 'valid pair')}`
  if (stage.verdict === 'unresolved' && !stage.metrics.some(({ gating }) => gating))
    return `${found}; it has only tail percentiles, which are shown, never judged`
  return `${found}; disturbed launches: ${disturbedWords(stage)}`
}
