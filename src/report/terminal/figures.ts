import type { ArmFigures, CellFigures } from '../../verdict/figures.js'
import { singleLine } from '../markdown/text.js'
import { formatChange, formatValue } from '../words/numbers.js'
import { tableLines } from './table.js'
import { wrapText } from './wrap.js'

/** Figures without a verdict, for a terminal of so many columns: why there is none, then a table. */
export function figuresText(
  figures: readonly CellFigures[],
  notes: readonly string[],
  columns = Infinity,
): string {
  const table = tableLines(
    {
      header: ['Case', 'Metric', 'Base', 'Head', 'Unit', 'Change of the medians'],
      numeric: [false, false, true, true, false, true],
      rows: figures.map(({ case: name, metric, unit, main, pr, change }) => [
        name,
        metric,
        armText(main, unit),
        armText(pr, unit),
        unit,
        change === null ? '' : formatChange(change),
      ]),
    },
    columns,
  )
  const said = notes.flatMap((note) => wrapText(singleLine(note), columns, '  ', '    '))
  return `${['no verdict', ...said, ...table].join('\n')}\n`
}

/** `1.02 (0.99 to 1.10, 3 launches)` */
function armText(figures: ArmFigures | null, unit: string): string {
  if (figures === null) return 'missing'
  const { median, min, max, launches } = figures
  const value = (number: number) => formatValue(number, unit)
  return launches === 1
    ? `${value(median)} (1 launch)`
    : `${value(median)} (${value(min)} to ${value(max)}, ${launches} launches)`
}
