import type { JudgedTable, JudgementView } from '../view/judgement-view.js'
import { singleLine } from '../markdown/text.js'

/**
 * A judgement for a terminal: the verdict, then each stage with its metrics and cells, then what was
 * noticed.
 */
export function judgementText(view: JudgementView): string {
  const lines = [
    verdictLine(view),
    `  ${view.rule}`,
    ...view.stages.flatMap((stage) => [
      '',
      `${singleLine(stage.name)}   ${verdictLine(stage)}`,
      ...stage.facts.map((fact) => `  ${singleLine(fact)}`),
      ...tableLines(stage.metrics),
      ...tableLines(stage.cells),
    ]),
    ...(view.findings.length === 0 ? [] : ['', 'notes']),
    ...view.findings.map((sentence) => `  ${singleLine(sentence)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** A verdict with its mark, and why no test is behind it. */
export function verdictLine({
  verdict,
  mark,
  untested,
}: Pick<JudgementView, 'verdict' | 'mark' | 'untested'>): string {
  return [verdict, mark, untested === '' ? '' : `(${untested})`].filter((part) => part !== '').join(' ')
}

/** A table in columns, an empty line above it; nothing where it has no rows. */
export function tableLines({ header, numeric, rows }: JudgedTable): string[] {
  if (rows.length === 0) return []
  const all = [header, ...rows].map((row) => row.map(singleLine))
  const widths = header.map((_, column) =>
    all.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  )
  return [
    '',
    ...all.map((row) =>
      `  ${row.map((cell, column) => padded(cell, widths[column] ?? 0, numeric[column] === true)).join('   ')}`.trimEnd(),
    ),
  ]
}

function padded(cell: string, width: number, toTheRight: boolean): string {
  return toTheRight ? cell.padStart(width) : cell.padEnd(width)
}
