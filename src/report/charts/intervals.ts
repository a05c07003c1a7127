import type { StageJudgement } from '../../verdict/judgement.js'
import type { NamedMetric } from '../view/named-metrics.js'
import { shownChange } from '../view/rows.js'
import { shortLabels } from '../view/short-labels.js'
import { formatChange } from '../words/numbers.js'
import { singleLine } from '../markdown/text.js'
import { type Chart, colours, fontSize, layered, percentOf } from './chart.js'

/** A change with what is drawn around it, fractions. */
interface Row {
  readonly label: string
  readonly judged: Pick<StageJudgement['cells'][number], 'verdict' | 'low' | 'high'> & {
    readonly change: number
  }
  readonly margin: number
  readonly pairChanges: readonly number[]
}

/** More rows than that nobody could read. */
const mostRows = 24

/** The changes of all deciding metrics around zero, with their margins. None where there is nothing to see. */
export function metricIntervals(
  stages: readonly { readonly name: string; readonly metrics: readonly NamedMetric[] }[],
): Chart[] {
  const rows = stages.flatMap(({ name, metrics }) =>
    metrics.flatMap(({ label, judgement }) => rowOf(`${name} ${label}`, judgement, judgement.margin, [])),
  )
  return chartOf('Change of each metric over all its cases', rows)
}

/** The changes of a stage's cases, a chart a deciding metric; all metrics in one where it has a single case. */
export function caseIntervals(stage: StageJudgement, metrics: readonly NamedMetric[]): Chart[] {
  const cases = [...new Set(stage.cells.map((cell) => cell.case))]
  const labels = shortLabels(cases)
  if (cases.length === 1) {
    const rows = metrics.flatMap(({ label, judgement }) => {
      const cell = stage.cells.find(({ metric }) => metric === judgement.metric)
      return rowOf(label, judgement, judgement.margin, cell?.pairChanges ?? [])
    })
    return chartOf(`Change at ${cases[0] ?? ''}`, rows)
  }
  return metrics.flatMap(({ label, judgement }) => {
    const cells = stage.cells.filter(({ gating, metric }) => gating && metric === judgement.metric)
    const rows = cells.flatMap((cell) =>
      rowOf(labels.get(cell.case) ?? cell.case, cell, judgement.margin, cell.pairChanges),
    )
    return chartOf(`${label}: change`, [...rows, ...rowOf('all cases', judgement, judgement.margin, [])])
  })
}

function rowOf(
  label: string,
  { change, ...judged }: Pick<StageJudgement['cells'][number], 'verdict' | 'change' | 'low' | 'high'>,
  margin: number,
  pairChanges: readonly number[],
): Row[] {
  const shown = singleLine(label)
  return change === null ? [] : [{ label: shown, judged: { ...judged, change }, margin, pairChanges }]
}

function chartOf(title: string, rows: readonly Row[]): Chart[] {
  if (rows.length === 0 || rows.length > mostRows) return []
  const summary = rows.map(({ label, judged }) => `${label} ${formatChange(judged.change)}`).join(', ')
  return [{ title: singleLine(title), summary, spec: specOf(rows) }]
}

const tones = {
  domain: ['better', 'worse', 'same', 'unknown'],
  range: ['var(--better)', 'var(--worse)', 'var(--same)', 'var(--unknown)'],
}

function specOf(rows: readonly Row[]): Chart['spec'] {
  const values = rows.map(({ label, judged, margin }) => ({
    label,
    change: percentOf(judged.change),
    low: percentOf(judged.low ?? judged.change),
    high: percentOf(judged.high ?? judged.change),
    below: percentOf(-margin),
    above: percentOf(margin),
    tone: shownChange(judged, formatChange).tone,
    text: formatChange(judged.change).replace('-', '−'),
  }))
  const pairs = rows.flatMap(({ label, pairChanges }) =>
    pairChanges.length > 1 ? pairChanges.map((change) => ({ label, change: percentOf(change) })) : [],
  )
  const y = { field: 'label', type: 'nominal', sort: null, title: null } as const
  const x = (field: string) =>
    ({
      field,
      type: 'quantitative',
      title: 'Change in %, + is faster',
      axis: { tickCount: 5, labelOverlap: true },
    }) as const
  const color = { field: 'tone', type: 'nominal', scale: tones, legend: null } as const
  const right = { value: 'width' } as const
  return layered(
    [
      {
        data: { values },
        mark: { type: 'bar', color: colours.band, height: { band: 1 } },
        encoding: { y, x: x('below'), x2: { field: 'above' } },
      },
      { data: { values: [{}] }, mark: { type: 'rule', color: colours.soft }, encoding: { x: { datum: 0 } } },
      {
        data: { values: pairs },
        mark: { type: 'circle', size: 9, color: colours.soft, yOffset: 7, opacity: 0.7 },
        encoding: { y, x: x('change') },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2, strokeCap: 'round' },
        encoding: { y, x: x('low'), x2: { field: 'high' }, color },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { y, x: x('change'), color },
      },
      {
        data: { values },
        mark: { type: 'text', align: 'left', dx: 8, fontSize, color: colours.ink },
        encoding: { y, x: right, text: { field: 'text' } },
      },
    ],
    rows.length,
  )
}
