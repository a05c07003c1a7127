import { singleLine } from '../markdown/text.js'
import type { JudgementView } from '../view/judgement-view.js'
import { tableLines } from './table.js'
import { wrapText } from './wrap.js'

/**
 * A judgement for a terminal of so many columns: the verdict, then each stage with its metrics and cells, then
 * what was noticed.
 */
export function judgementText(view: JudgementView, columns = Infinity): string {
  const told = (sentence: string) => wrapText(singleLine(sentence), columns, '  ', '    ')
  const lines = [
    verdictLine(view),
    ...told(view.rule),
    ...view.stages.flatMap((stage) => [
      '',
      `${singleLine(stage.name)}   ${verdictLine(stage)}`,
      ...stage.facts.flatMap(told),
      ...tableLines(stage.metrics, columns),
      ...tableLines(stage.cells, columns),
    ]),
    ...(view.findings.length === 0 ? [] : ['', 'notes']),
    ...view.findings.flatMap(told),
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
