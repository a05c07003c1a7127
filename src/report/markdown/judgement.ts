import type { JudgedTable, JudgementView } from '../view/judgement-view.js'
import { verdictLine } from '../terminal/judgement.js'
import { plainMarkdown } from './text.js'

/** A judgement as GitHub's Markdown: for a comment, or a job's summary. */
export function judgementMarkdown(view: JudgementView): string {
  const lines = [
    `## ${capitalised(verdictLine(view))}`,
    '',
    `${capitalised(plainMarkdown(view.rule))}.`,
    ...view.stages.flatMap((stage) => [
      '',
      `### ${plainMarkdown(stage.name)}: ${verdictLine(stage)}`,
      '',
      ...stage.facts.map((fact) => `- ${plainMarkdown(fact)}`),
      ...tableLines(stage.metrics),
      ...folded(cellsTitle(stage.cells.rows.length), tableLines(stage.cells)),
    ]),
    ...(view.findings.length === 0 ? [] : ['', '### Notes', '']),
    ...view.findings.map((sentence) => `- ${plainMarkdown(sentence)}`),
  ]
  return `${lines.join('\n')}\n`
}

function cellsTitle(count: number): string {
  return count === 1 ? 'The only cell' : `All ${count} cells`
}

function tableLines({ header, numeric, rows }: JudgedTable): string[] {
  if (rows.length === 0) return []
  return [
    '',
    row(header),
    row(header.map((_, column) => (numeric[column] === true ? '--:' : ':--'))),
    ...rows.map((cells) => row(cells.map(plainMarkdown))),
  ]
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Hidden until somebody asks: a table of hundreds of rows buries what is said above it. */
function folded(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `<details><summary>${title}</summary>`, ...lines, '', '</details>']
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
