import { failingWords } from '../verdict/failing-arms.js'
import { neededText } from '../verdict/sentences.js'
import { cellsText, markedVerdicts } from './cells-apart.js'
import type { JudgedMetric, JudgedStage } from './judged.js'
import type { MissingCases } from './missing-cases.js'
import { formatChange, formatInterval } from './numbers.js'
import { shownChange, type ShownChange } from './section.js'
import { markOf, toneOf, verdictWords, type Tone } from './tone.js'

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

/** The row of a stage; `lacking` are its cases that have no value in an arm, `isCut` where it ended before its time. */
export function summaryOf(
  judged: JudgedStage,
  lacking: readonly MissingCases[],
  isCut: boolean,
): StageSummary {
  return {
    ...stageWords(judged, lacking, isCut),
    changes: judged.metrics.map((metric) => ({
      label: metric.label,
      change: shownChange(metric),
      interval: metric.interval === undefined ? '' : formatInterval(metric.interval),
      note: [...(judged.isSingleRun ? [] : noteOf(metric)), ...apartNotes(metric)].join('; '),
    })),
  }
}

/** The stage's verdict. A single run within the threshold is no finding, and no proof of none. */
function stageWords(
  judged: JudgedStage,
  lacking: readonly MissingCases[],
  isCut: boolean,
): Omit<StageSummary, 'changes'> {
  const { verdict, isSingleRun, metrics } = judged
  const isSmall = isSingleRun && verdict === 'unresolved'
  const isPartly = verdict === 'missing' && metrics.some(({ change }) => change !== undefined)
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

function noteOf({ verdict, change, within, worst, pairsNeeded, held, apart }: JudgedMetric): string[] {
  if (change === undefined || verdict === 'improvement' || verdict === 'regression') return []
  const bound = within === undefined ? '' : ` within ±${(within * 100).toFixed(1)}%`
  const lost =
    worst === undefined || apart.some((cell) => cell.case === worst.case)
      ? ''
      : `; worst ${worst.case} ${formatChange(worst.change)}, ${verdictWords(worst.verdict)}`
  const needed = held ?? (pairsNeeded === undefined ? '' : neededText(pairsNeeded))
  return [`${verdictWords(verdict)}${bound}${lost}${needed === '' ? '' : `; ${needed}`}`]
}

function apartNotes({ apart }: JudgedMetric): string[] {
  return markedVerdicts.flatMap((verdict) => {
    const cells = apart.filter((cell) => cell.verdict === verdict)
    return cells.length === 0 ? [] : [`${verdict} at ${cellsText(cells, formatChange)}`]
  })
}
