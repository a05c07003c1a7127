import { singleLine } from '../markdown/text.js'
import type { ChangeRow } from '../view/changes.js'
import type { ReportView } from '../view/report-view.js'
import type { StageView } from '../view/stage-view.js'
import { disturbedWords } from '../words/stage.js'
import type { Tone } from '../words/verdict.js'
import { accuracyLines } from './lines.js'
import { layTable } from './table.js'
import { wrapText } from './wrap.js'

/** A line for a terminal, and what it is coloured by. */
export interface TonedLine {
  readonly text: string
  readonly tone: Tone
}

/**
 * What a report says in a terminal of so many columns: the verdict, a table of the changes, the largest for its
 * margin first, how many there are of each verdict, what is missing, disturbed launches, and what to do next.
 */
export function endingLines(view: ReportView, columns: number): TonedLine[] {
  const { headline, changes, counts, unmeasured, accuracy, stages, next } = view
  const toned = (tone: Tone, texts: readonly string[]) =>
    texts.flatMap((text) => wrapText(singleLine(text), columns, '', '  ')).map((text) => ({ text, tone }))
  const notes = changes.shown.filter(({ note }) => note !== '')
  const disturbed = stages.flatMap(disturbedStage)
  return [
    ...toned(headline.tone, [headline.opening]),
    ...changesTable(changes.shown, columns),
    ...toned(
      'same',
      notes.map((row) => `${row.stage} ${placeOf(row)}: ${row.note}`),
    ),
    ...toned(
      'same',
      counts.map(({ what, groups }) => `${what}: ${groups.map(({ text }) => text).join(', ')}`),
    ),
    ...toned('same', changes.folded.length === 0 ? [] : [foldedWords(changes.folded.length)]),
    ...toned(
      'unknown',
      unmeasured.map(({ stage, what, why }) => `Not measured: ${stage}, ${what}: ${why}`),
    ),
    ...toned('worse', accuracyLines(accuracy)),
    ...toned('same', disturbed.length === 0 ? [] : [`Disturbed launches: ${disturbed.join('; ')}.`]),
    ...toned(
      'same',
      next.map(({ text, command }) => [`Next: ${text}`, command].join(' ')),
    ),
  ]
}

const blank: TonedLine = { text: '', tone: 'same' }

function changesTable(changes: readonly ChangeRow[], columns: number): TonedLine[] {
  if (changes.length === 0) return []
  const { header, rows } = layTable(
    {
      header: ['Stage', 'Metric', 'Change', '95 % interval', 'Verdict'],
      numeric: [false, false, true, false, false],
      rows: changes.map((row) => [row.stage, placeOf(row), row.change.text, row.range, row.verdict]),
    },
    columns,
  )
  const toned = rows.flatMap((lines, index) =>
    lines.map((text) => ({ text, tone: changes[index]?.tone ?? 'same' })),
  )
  return [blank, ...header.map((text) => ({ text, tone: 'same' as const })), ...toned, blank]
}

/** `Median ITL at rate 4` */
function placeOf({ metric, where }: ChangeRow): string {
  return where === '' ? metric : `${metric} at ${where}`
}

function foldedWords(count: number): string {
  return `The table in the report has ${count} more.`
}

/** Launches thrown away can hide a pull request that is slow now and then. */
function disturbedStage({ name, judged }: StageView): string[] {
  return judged.launches < 2 ? [] : [`${name} ${disturbedWords(judged)}`]
}
