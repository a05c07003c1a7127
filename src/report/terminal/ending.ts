import type { CellJudgement } from '../../verdict/judgement.js'
import { singleLine } from '../markdown/text.js'
import type { NamedMetric } from '../view/named-metrics.js'
import type { ReportView } from '../view/report-view.js'
import type { StageView } from '../view/stage-view.js'
import { metricWords } from '../words/metric.js'
import { formatChange, formatSigned } from '../words/numbers.js'
import { disturbedWords } from '../words/stage.js'
import { toneOf, verdictWords, type Tone } from '../words/verdict.js'
import { accuracyLines } from './lines.js'
import { layTable } from './table.js'
import { wrapText } from './wrap.js'

/** A line for a terminal, and what it is coloured by. */
export interface TonedLine {
  readonly text: string
  readonly tone: Tone
}

/**
 * What a report says in a terminal of so many columns: the verdict, a table of what changed, the largest change
 * against its margin first, then what did not, what is missing, and disturbed launches.
 */
export function endingLines(view: ReportView, columns: number): TonedLine[] {
  const { headline, stages, accuracy } = view
  const toned = (tone: Tone, texts: readonly string[]) =>
    texts.flatMap((text) => wrapText(singleLine(text), columns, '', '  ')).map((text) => ({ text, tone }))
  const table = changesTable(stages, columns)
  return [
    ...toned(headline.tone, [headline.opening]),
    ...(table.length === 0 ? [] : [blank, ...table, blank]),
    ...toned('same', listed('No change', stages.flatMap(unchangedMetrics))),
    ...toned('same', listed('To settle', stages.flatMap(openMetrics))),
    ...toned('unknown', stages.flatMap(missingLines)),
    ...toned('worse', accuracyLines(accuracy)),
    ...toned('same', listed('Disturbed launches', stages.flatMap(disturbedStage))),
  ]
}

const blank: TonedLine = { text: '', tone: 'same' }

interface ChangeRow {
  readonly cells: readonly string[]
  readonly tone: Tone
  /** How large it is against its margin. */
  readonly size: number
}

function changesTable(stages: readonly StageView[], columns: number): TonedLine[] {
  const changes = stages.flatMap(changesOf).sort((left, right) => right.size - left.size)
  if (changes.length === 0) return []
  const { header, rows } = layTable(
    {
      header: ['Stage', 'Metric', 'Change', '95 % interval', 'Verdict'],
      numeric: [false, false, true, false, false],
      rows: changes.map(({ cells }) => cells),
    },
    columns,
  )
  const toned = rows.flatMap((lines, index) =>
    lines.map((text) => ({ text, tone: changes[index]?.tone ?? 'same' })),
  )
  return [...header.map((text) => ({ text, tone: 'same' as const })), ...toned]
}

/** The metrics of a stage that changed or may have, and single cases that stand apart. */
function changesOf({ name, metrics }: StageView): ChangeRow[] {
  return metrics.flatMap(({ label, judgement, apart }) => {
    const { verdict, change, margin } = judgement
    const words = metricWords(judgement)
    const whole =
      change === null || verdict === 'no-change'
        ? []
        : [
            {
              cells: [name, label, words.change, intervalOf(judgement), words.verdict],
              tone: toneOf(verdict),
              size: Math.abs(change) / margin,
            },
          ]
    const cells = apart.map(({ label: place, cell }) => ({
      cells: [
        name,
        `${label} at ${place}`,
        formatChange(cell.change),
        intervalOf(cell),
        verdictWords(cell.verdict),
      ],
      tone: toneOf(cell.verdict),
      size: Math.abs(cell.change) / margin,
    }))
    return [...whole, ...cells]
  })
}

/** Short, as a terminal is narrow. */
function intervalOf({ low, high }: Pick<CellJudgement, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `[${formatSigned(low)}, ${formatSigned(high)}]`
}

function unchangedMetrics({ name, metrics }: StageView): string[] {
  return metrics
    .filter(({ judgement }) => judgement.verdict === 'no-change')
    .map(({ label, judgement }) => {
      const { bound, worst } = metricWords(judgement)
      const notes = [bound, worst].filter((part) => part !== '').join('; ')
      return `${name} ${label}${notes === '' ? '' : ` (${notes})`}`
    })
}

function openMetrics({ name, metrics }: StageView): string[] {
  const isOpen = ({ judgement }: NamedMetric) =>
    judgement.verdict === 'unresolved' && judgement.change !== null
  return metrics.filter(isOpen).flatMap(({ label, judgement }) => {
    const { open } = metricWords(judgement)
    return open === '' ? [] : [`${name} ${label}: ${open}`]
  })
}

function missingLines({ name, missing, cutShort, missingCases }: StageView): string[] {
  const why = missing === '' ? cutShort : `missing: ${missing}`
  return [
    ...(why === '' ? [] : [`${name}: ${why}`]),
    ...missingCases.map(({ words, cases }) => `${name}: ${words}: ${cases.join('; ')}`),
  ]
}

/** Launches thrown away can hide a pull request that is slow now and then. */
function disturbedStage({ name, judged }: StageView): string[] {
  return judged.launches < 2 ? [] : [`${name} ${disturbedWords(judged)}`]
}

function listed(what: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join('; ')}.`]
}
