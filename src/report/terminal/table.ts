import { singleLine } from '../markdown/text.js'
import type { JudgedTable } from '../view/judgement-view.js'
import { wrapText } from './wrap.js'

/** The lines of a table: those of its header, and those of each row. */
export interface LaidTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * A table in columns of a terminal. Where these are too narrow, a row takes several lines: its texts, and
 * indented below them its figures. Nothing is cut, and no word is broken.
 */
export function layTable({ header, numeric, rows }: JudgedTable, columns = Infinity): LaidTable {
  const all = [header, ...rows].map((row) => row.map(singleLine))
  const whole = aligned(all, numeric)
  if (whole.every((line) => line.length + margin.length <= columns))
    return asTable(whole.map((line) => [`${margin}${line}`]))
  const firstFigure = Math.max(0, numeric.indexOf(true))
  const texts = all.map((row) =>
    row
      .slice(0, firstFigure)
      .filter((cell) => cell !== '')
      .join('  '),
  )
  const figures = aligned(
    all.map((row) => row.slice(firstFigure)),
    numeric.slice(firstFigure),
  )
  return asTable(
    texts.map((text, index) => [
      ...wrapText(text, columns, margin, `${margin}${margin}`),
      ...wrapText(figures[index] ?? '', columns, `${margin}${margin}`),
    ]),
  )
}

/** A table in columns, an empty line above it; nothing where it has no rows. */
export function tableLines(table: JudgedTable, columns = Infinity): string[] {
  if (table.rows.length === 0) return []
  const { header, rows } = layTable(table, columns)
  return ['', ...header, ...rows.flat()]
}

const margin = '  '

function asTable([header = [], ...rows]: readonly string[][]): LaidTable {
  return { header, rows }
}

function aligned(rows: readonly (readonly string[])[], numeric: readonly boolean[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, numeric[column] === true))
      .join('   ')
      .trimEnd(),
  )
}

function padded(cell: string, width: number, toTheRight: boolean): string {
  return toTheRight ? cell.padStart(width) : cell.padEnd(width)
}
