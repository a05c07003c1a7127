import type { Change } from '../../verdict/judgement.js'
import { isMarked } from '../../verdict/verdicts.js'
import { metricWords } from '../words/metric.js'
import { formatChange, formatInterval, formatMargin, formatSigned } from '../words/numbers.js'
import { isSingleRun } from '../words/stage.js'
import { toneOf, type Tone, verdictWords } from '../words/verdict.js'
import type { CellApart, NamedMetric } from './named-metrics.js'
import { shownChange, type ShownChange } from './rows.js'
import type { StageView } from './stage-view.js'

/** A change that decides: of a metric over all its cases, or of a case that is marked otherwise than they are. */
export interface ChangeRow {
  readonly stage: string
  readonly metric: string
  /** The case; empty where it is over all of them. */
  readonly where: string
  readonly change: ShownChange
  /** The 95 % interval; empty where there is none. `range` is the same in short: `[+4.1, +6.3]`. */
  readonly interval: string
  readonly range: string
  /** How large it is: `1.7 × ±5 %`. */
  readonly size: string
  readonly verdict: string
  readonly tone: Tone
  readonly mark: string
  /** What belongs to the verdict; empty where nothing does. */
  readonly note: string
}

type NamedStage = Pick<StageView, 'name' | 'judged' | 'metrics'>

/** The changes of all stages, the largest for its margin first: those to look at, and the others. */
export interface Changes {
  readonly shown: readonly ChangeRow[]
  readonly folded: readonly ChangeRow[]
}

/** More than that nobody reads in one table; without a finding the largest few are shown. */
const mostShown = 20
const fewest = 5

/** The changes of all stages. */
export function changesOf(stages: readonly NamedStage[]): Changes {
  const rows = stages
    .flatMap((stage) =>
      stage.metrics.flatMap((metric) => [
        ...metricRow(stage, metric),
        ...metric.apart.map((apart) => cellRow(stage, metric, apart)),
      ]),
    )
    .sort((left, right) => right.times - left.times)
  const findings = rows.filter(({ isFinding }) => isFinding)
  const chosen = findings.length === 0 ? rows.slice(0, fewest) : findings.slice(0, mostShown)
  const shown = new Set(chosen)
  return {
    shown: chosen.map(({ row }) => row),
    folded: rows.filter((each) => !shown.has(each)).map(({ row }) => row),
  }
}

interface Sized {
  readonly times: number
  /** False for "no change": nobody has to look at it. */
  readonly isFinding: boolean
  readonly row: ChangeRow
}

function metricRow({ name, judged }: NamedStage, { label, judgement, apart }: NamedMetric): Sized[] {
  const { change, verdict, margin, worst } = judgement
  if (change === null) return []
  const words = metricWords(judgement)
  const isTold = apart.some(({ cell }) => cell.case === worst?.case)
  const isUntested = isSingleRun(judged)
  // The head says once that a single pair has no test.
  const open = judgement.reason?.kind === 'one-pair' ? '' : words.open
  const notes = isUntested ? [] : [words.changed, isTold ? '' : words.worst, words.unproven, open]
  const isOpen = isUntested && !isMarked(verdict)
  const found = isOpen
    ? 'within the margin'
    : [words.verdict, words.bound].filter((part) => part !== '').join(' ')
  const shown = shownChange(judgement, formatChange)
  return [
    {
      times: Math.abs(change) / margin,
      isFinding: verdict !== 'no-change' && !isOpen,
      row: {
        stage: name,
        metric: label,
        where: '',
        change: shown,
        interval: words.interval,
        range: rangeOf(judgement),
        size: sizeOf(change, margin),
        verdict: found,
        tone: isOpen ? 'same' : toneOf(verdict),
        mark: shown.mark,
        note: notes.filter((part) => part !== '').join('; '),
      },
    },
  ]
}

function cellRow(
  { name }: NamedStage,
  { label, judgement: { margin } }: NamedMetric,
  apart: CellApart,
): Sized {
  const { change, verdict, low, high } = apart.cell
  const shown = shownChange(apart.cell, formatChange)
  return {
    times: Math.abs(change) / margin,
    isFinding: true,
    row: {
      stage: name,
      metric: label,
      where: apart.label,
      change: shown,
      interval: low === null || high === null ? '' : formatInterval({ low, high }),
      range: rangeOf(apart.cell),
      size: sizeOf(change, margin),
      verdict: verdictWords(verdict),
      tone: shown.tone,
      mark: shown.mark,
      note: '',
    },
  }
}

function rangeOf({ low, high }: Pick<Change, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `[${formatSigned(low)}, ${formatSigned(high)}]`
}

function sizeOf(change: number, margin: number): string {
  return `${(Math.abs(change) / margin).toFixed(1)} × ${formatMargin(margin)}`
}
