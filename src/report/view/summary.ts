import type { StageJudgement } from '../../verdict/judgement.js'
import { isMarked } from '../../verdict/verdicts.js'
import { metricWords } from '../words/metric.js'
import { formatChange } from '../words/numbers.js'
import { failingWords } from '../words/reasons.js'
import { isSingleRun } from '../words/stage.js'
import { markOf, toneOf, type Tone, verdictWords } from '../words/verdict.js'
import type { MissingCases } from './missing-cases.js'
import { apartWords, type NamedMetric } from './named-metrics.js'
import { shownChange, type ShownChange } from './rows.js'

/** A stage in one row: its verdict, and the change of each metric that decides. */
export interface StageSummary {
  readonly verdict: string
  readonly tone: Tone
  readonly mark: string
  readonly changes: readonly SummaryChange[]
}

interface SummaryChange {
  readonly label: string
  readonly change: ShownChange
  /** The 95 % interval; empty where there is none. */
  readonly interval: string
  /** The verdict in words, with what belongs to it; empty where the mark says it all. */
  readonly note: string
}

/**
 * The row of a stage; `lacking` are its cases that have no value in an arm, `isCut` where it ended before
 * its time.
 */
export function summaryOf(
  stage: StageJudgement,
  metrics: readonly NamedMetric[],
  lacking: readonly MissingCases[],
  isCut: boolean,
): StageSummary {
  const isSingle = isSingleRun(stage)
  return {
    ...stageWords(stage, metrics, lacking, isCut),
    changes: metrics.map((metric) => ({
      label: metric.label,
      change: shownChange(metric.judgement, formatChange),
      interval: metricWords(metric.judgement).interval,
      note: [...(isSingle ? [] : noteOf(metric)), ...apartWords(metric, ' at ')].join('; '),
    })),
  }
}

/** The stage's verdict. A single run within the threshold is no finding, and no proof of none. */
function stageWords(
  stage: StageJudgement,
  metrics: readonly NamedMetric[],
  lacking: readonly MissingCases[],
  isCut: boolean,
): Omit<StageSummary, 'changes'> {
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

function noteOf({ judgement, apart }: NamedMetric): string[] {
  const { verdict, change, worst } = judgement
  if (change === null || isMarked(verdict)) return []
  const words = metricWords(judgement)
  const isTold = apart.some(({ cell }) => cell.case === worst?.case)
  return [
    [words.verdict, words.bound].filter((part) => part !== '').join(' '),
    ...[words.changed, isTold ? '' : words.worst, words.unproven, words.open].filter((part) => part !== ''),
  ]
}
