import { CsvError, parse } from 'csv-parse/sync'
import { excerpt, ResultFileError } from '../comparison/result-file-error.js'

/** A row with its number in the file, counted from 1. Cells are trimmed. */
export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
  /** Whether the file ends in it, without a newline: its last cell may have been cut. */
  readonly isUnended: boolean
}

/** Real rows have some hundred characters. */
const longestRow = 100_000

/** Real files have a few hundred. Each row that is not like the others costs csv-parse an error of its own. */
const mostRows = 20_000

/**
 * Divides a file into rows and cells. CRLF, a byte-order mark, blank rows and rows of any length are taken,
 * and cells in quotation marks, which spreadsheets write.
 *
 * @throws ResultFileError, where that cannot be
 */
export function readTable(text: string, file: string, delimiter: ',' | '\t'): TableRow[] {
  if (text.split('\n', mostRows + 1).length > mostRows)
    throw new ResultFileError({ file, row: mostRows }, 'no more rows than this are read of such a file')
  const lines: number[] = []
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      max_record_size: longestRow,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (cells: string[], { lines: line }) => {
        lines.push(line)
        return cells
      },
    })
    return rows.map((cells, index) => ({
      row: lines[index] ?? 1,
      cells,
      isUnended: index === rows.length - 1 && !/[\r\n]$/.test(text),
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new ResultFileError({ file, row: Number(error.lines ?? 1) }, error.message)
  }
}

/** What was measured, or why nothing was. */
export type Cell = { readonly value: number } | { readonly missing: string }

/** Where and with what an arm was measured; each empty where nothing says it. */
export interface Origin {
  readonly host: string
  readonly backend: string
  readonly image: string
}

/** What is read of a file. */
export interface ReadFile {
  readonly origin: Origin
  /** By the case's name and the metric's, in the file's order. */
  readonly cases: ReadonlyMap<string, Readonly<Record<string, Cell>>>
  /** Rows and cells that cannot be read or do not count; the other ones do. */
  readonly problems: readonly ResultFileError[]
}

/**
 * Reads a measured value, a positive number; `NA` and an empty cell say that there is none. In the last cell
 * of a file that was cut, `1085.74` may have become `108`: only as many decimals as are written tell that it
 * is whole.
 *
 * @param problems gets what cannot be read
 */
export function readCell(
  { row, cells, isUnended }: TableRow,
  index: number,
  { file, column, decimals, problems }: CellContext,
): Cell {
  const text = cells[index] ?? ''
  if (text === '') return { missing: 'the cell is empty' }
  if (/^(?:NA|N\/A|NaN|None|null|-)$/i.test(text)) return { missing: `the file says ${text}` }
  const isLast = isUnended && index === cells.length - 1
  const isWhole = !isLast || new RegExp(`\\.\\d{${decimals}}$`).test(text)
  const value = isWhole ? readNumber(text) : undefined
  if (value !== undefined && value > 0) return { value }
  const missing = isWhole ? `"${excerpt(text)}" is no measured value` : 'the file ends in the middle of it'
  problems.push(new ResultFileError({ file, row, column }, missing))
  return { missing }
}

export interface CellContext {
  readonly file: string
  readonly column: string
  /** With how many the historical tool wrote it. */
  readonly decimals: number
  readonly problems: ResultFileError[]
}

/** A finite decimal number in Python's or awk's notation; undefined for anything else. */
export function readNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/**
 * A measured value with that many decimals, `NA` for none. A tiny one keeps digits rather than read as zero.
 */
export function valueText(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return 'NA'
  const text = value.toFixed(decimals)
  return Number(text) === 0 && value > 0 ? value.toPrecision(3) : text
}
