import type { StageJudgement } from '../../verdict/judgement.js'
import { formatChange } from '../words/numbers.js'
import type { NamedMetric } from './named-metrics.js'
import { shownChange } from './rows.js'
import { shortLabels } from './short-labels.js'
import type { Tone } from '../words/verdict.js'

/**
 * A forest plot: changes with their intervals, and the single pairs as dots. Where everything stands from left
 * to right, in the units of the drawing; `templates/chart.html` draws it.
 */
export interface Chart {
  readonly title: string
  readonly width: number
  /** Where the change is zero, and the threshold on both sides of it. */
  readonly zero: number
  readonly band: { readonly left: number; readonly width: number }
  readonly ticks: readonly { readonly x: number; readonly label: string }[]
  readonly rows: readonly ChartRow[]
  readonly summary: string
}

interface ChartRow {
  readonly label: string
  readonly x: number
  readonly text: string
  readonly tone: Tone
  readonly dots: readonly number[]
  readonly interval: { readonly left: number; readonly right: number } | undefined
  /** The stage's own row, over all its cases. */
  readonly isOverall: boolean
}

type Judged = Pick<StageJudgement['cells'][number], 'verdict' | 'change' | 'low' | 'high'>

interface Entry {
  label: string
  judged: Judged & { change: number }
  pairChanges: readonly number[]
  isOverall: boolean
}

const size = { width: 368, labels: 92, values: 58 }
const mostRows = 24

/** One plot a deciding metric, on one scale. None where nothing was compared or nobody could read them. */
export function chartsOf(stage: StageJudgement, metrics: readonly NamedMetric[], threshold: number): Chart[] {
  const cases = [...new Set(stage.cells.map((cell) => cell.case))]
  if (cases.length > mostRows) return []
  const labels = shortLabels(cases)
  const groups =
    cases.length === 1
      ? [{ title: cases[0] ?? '', entries: metrics.flatMap((metric) => metricEntry(metric, stage)) }]
      : metrics.map((metric) => ({
          title: metric.label,
          entries: [...caseEntries(metric, stage, labels), ...overallEntry(metric)],
        }))
  const drawn = groups.filter(({ entries }) => entries.length > 0)
  const scale = scaleOf(
    drawn.flatMap(({ entries }) => entries),
    threshold,
  )
  return drawn.map(({ title, entries }) => draw(title, entries, scale, threshold))
}

function caseEntries(
  { judgement }: NamedMetric,
  { cells }: StageJudgement,
  labels: ReadonlyMap<string, string>,
): Entry[] {
  return cells
    .filter((cell) => cell.gating && cell.metric === judgement.metric)
    .flatMap((cell) => entryOf(labels.get(cell.case) ?? cell.case, cell, cell.pairChanges))
}

function overallEntry({ judgement }: NamedMetric): Entry[] {
  return entryOf('all cases', judgement, []).map((entry) => ({ ...entry, isOverall: true }))
}

function metricEntry({ label, judgement }: NamedMetric, { cells }: StageJudgement): Entry[] {
  const cell = cells.find(({ metric }) => metric === judgement.metric)
  return entryOf(label.replace(/^Median /, ''), judgement, cell?.pairChanges ?? [])
}

function entryOf(label: string, judged: Judged, pairChanges: readonly number[]): Entry[] {
  if (judged.change === null) return []
  return [{ label, judged: { ...judged, change: judged.change }, pairChanges, isOverall: false }]
}

interface Scale {
  place: (change: number) => number
  ticks: readonly number[]
}

/** A linear scale over all changes, at least a little wider than the threshold, with round ticks. */
function scaleOf(entries: readonly Entry[], threshold: number): Scale {
  const values = entries.flatMap(({ judged, pairChanges }) => [
    judged.change,
    judged.low ?? judged.change,
    judged.high ?? judged.change,
    ...pairChanges,
  ])
  const lowest = Math.min(-threshold, ...values)
  const highest = Math.max(threshold, ...values)
  const step = niceStep((highest - lowest) / 4)
  const from = lowest - step / 4
  const to = highest + step / 4
  const [left, right] = [size.labels, size.width - size.values]
  const first = Math.ceil(from / step)
  const count = Math.floor(to / step) - first + 1
  return {
    place: (value) => rounded(left + ((value - from) / (to - from)) * (right - left)),
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
  }
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10
  return factor * power
}

function draw(title: string, entries: readonly Entry[], scale: Scale, threshold: number): Chart {
  const { place } = scale
  return {
    title,
    width: size.width,
    zero: place(0),
    band: { left: place(-threshold), width: rounded(place(threshold) - place(-threshold)) },
    ticks: scale.ticks.map((tick) => ({ x: place(tick), label: tickLabel(tick) })),
    rows: entries.map(({ label, judged, pairChanges, isOverall }) => ({
      label,
      x: place(judged.change),
      text: formatChange(judged.change),
      tone: shownChange(judged, formatChange).tone,
      dots: pairChanges.length > 1 ? pairChanges.map(place) : [],
      interval:
        judged.low === null || judged.high === null
          ? undefined
          : { left: place(judged.low), right: place(judged.high) },
      isOverall,
    })),
    summary: entries.map(({ label, judged }) => `${label} ${formatChange(judged.change)}`).join(', '),
  }
}

function tickLabel(tick: number): string {
  const percent = Number((tick * 100).toPrecision(6))
  return `${percent > 0 ? '+' : ''}${percent} %`
}

function rounded(coordinate: number): number {
  return Math.round(coordinate * 10) / 10
}
