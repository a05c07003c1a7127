import type { StageJudgement } from '../../verdict/judgement.js'
import { isMarked } from '../../verdict/verdicts.js'
import { failingWords } from '../words/reasons.js'
import { isSingleRun } from '../words/stage.js'
import { markOf, toneOf, type Tone, verdictWords } from '../words/verdict.js'
import type { MissingCases } from './missing-cases.js'
import type { NamedMetric } from './named-metrics.js'

/** The verdict of a stage, in words and as it looks. */
export interface StageSummary {
  readonly verdict: string
  readonly tone: Tone
  readonly mark: string
}

/**
 * The verdict of a stage; `lacking` are its cases that have no value in an arm, `isCut` where it ended before
 * its time. A single run within the threshold is no finding, and no proof of none.
 */
export function summaryOf(
  stage: StageJudgement,
  metrics: readonly NamedMetric[],
  lacking: readonly MissingCases[],
  isCut: boolean,
): StageSummary {
  const { verdict } = stage
  const marks = metrics.some(({ judgement }) => isMarked(judgement.verdict))
  const isSmall = isSingleRun(stage) && verdict === 'unresolved' && !marks
  const isPartly = verdict === 'missing' && metrics.some(({ judgement }) => judgement.change !== null)
  const fails = lacking.some(({ arms }) => arms === 'pr')
  const words = [
    isPartly ? 'missing in part' : verdictWords(verdict),
    ...(isSmall ? ['small change'] : []),
    ...(isCut || (verdict !== 'missing' && lacking.length > 0) ? ['incomplete'] : []),
    ...(fails ? [failingWords.pr] : []),
  ]
  if (fails) return { verdict: words.join(', '), tone: 'worse', mark: markOf('regression') }
  const look = isSmall
    ? ({ tone: 'same', mark: '' } as const)
    : { tone: toneOf(verdict), mark: markOf(verdict) }
  return { verdict: words.join(', '), ...look }
}
