import type { JudgedMetric, JudgedStage } from './judged.js'
import { formatInterval } from './numbers.js'
import { shownChange, type ShownChange } from './section.js'
import { markOf, toneOf, verdictWords, type Tone } from './tone.js'

/** A stage in one row: its verdict, and the change of each metric that decides. */
export interface StageSummary {
  readonly verdict: string
  readonly tone: Tone
  readonly mark: string
  readonly changes: readonly SummaryChange[]
}

export interface SummaryChange {
  readonly label: string
  readonly change: ShownChange
  readonly interval: string
  /** `no change, within ±1.2%`; empty where the mark says it all. */
  readonly note: string
}

export function summaryOf(judged: JudgedStage): StageSummary {
  const tone = toneOf(judged.verdict)
  return {
    verdict: verdictWords(judged.verdict),
    tone,
    mark: markOf(tone),
    changes: judged.metrics.map((metric) => ({
      label: metric.label,
      change: shownChange(metric),
      interval: metric.interval === undefined ? '' : formatInterval(metric.interval),
      note: noteOf(metric),
    })),
  }
}

/** What is judged beyond the change itself. A single run has no interval, so nothing is claimed of it. */
function noteOf({ verdict, interval, within }: JudgedMetric): string {
  if (interval === undefined || markOf(toneOf(verdict)) !== '') return ''
  if (verdict === 'no-change' && within !== undefined)
    return `no change, within ±${(within * 100).toFixed(1)}%`
  return verdictWords(verdict)
}
