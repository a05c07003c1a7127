import type { JudgedMetric, JudgedStage } from './judged.js'
import { formatChange, formatInterval } from './numbers.js'
import { shownChange, type ShownChange } from './section.js'
import { leadingVerdict, markOf, toneOf, verdictsIn, verdictWords, type Tone } from './tone.js'

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

export function summaryOf(judged: JudgedStage): StageSummary {
  return {
    ...stageWords(judged),
    changes: judged.metrics.map((metric) => ({
      label: metric.label,
      change: shownChange(metric),
      interval: metric.interval === undefined ? '' : formatInterval(metric.interval),
      note: judged.isSingleRun ? '' : noteOf(metric),
    })),
  }
}

/** The stage's most telling verdict. A single run within the threshold is no finding, and no proof of none. */
function stageWords(judged: JudgedStage): Omit<StageSummary, 'changes'> {
  const verdict = leadingVerdict([judged])
  const lacking = verdict !== 'missing' && verdictsIn([judged]).has('missing') ? ', incomplete' : ''
  if (judged.isSingleRun && verdict === 'unresolved') {
    return { verdict: `small change${lacking}`, tone: 'same', mark: '' }
  }
  return { verdict: `${verdictWords(verdict)}${lacking}`, tone: toneOf(verdict), mark: markOf(verdict) }
}

function noteOf({ verdict, change, within, worst, pairsNeeded }: JudgedMetric): string {
  if (change === undefined || verdict === 'improvement' || verdict === 'regression') return ''
  const bound = within === undefined ? '' : ` within ±${(within * 100).toFixed(1)}%`
  const lost =
    worst === undefined
      ? ''
      : `; worst ${worst.case} ${formatChange(worst.change)}, ${verdictWords(worst.verdict)}`
  return `${verdictWords(verdict)}${bound}${lost}${neededText(pairsNeeded)}`
}

function neededText(pairs: number | null | undefined): string {
  if (pairs === undefined) return ''
  return pairs === null
    ? '; no affordable number of pairs would settle it'
    : `; about ${String(pairs)} pairs would settle it`
}
