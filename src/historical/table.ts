import { excerpt, ResultFileError } from '../comparison/result-file-error.js'

/** A row with its number in the file, counted from 1. Cells are trimmed. */
export interface TableRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** Real rows have some hundred characters. */
const longestRow = 100_000

export interface Table {
  readonly rows: readonly TableRow[]
  /** Rows that are none: those hold NUL bytes, or have no end. */
  readonly problems: readonly ResultFileError[]
}

export type Delimiter = ',' | '\t'

/** Stands for a delimiter within a cell: a row that holds one is refused before. */
const hidden = '\0'

/** Cells as a whole in quotation marks, as spreadsheets write them. */
const quotedCells = {
  ',': /(?<=^|,)"((?:[^"]|"")*)"(?=,|$)/g,
  '\t': /(?<=^|\t)"((?:[^"]|"")*)"(?=\t|$)/g,
} as const satisfies Record<Delimiter, RegExp>

/**
 * Divides a file into rows and cells; blank rows are left out. The historical tool never quoted a cell, spreadsheets
 * do where one holds a comma; a quotation mark that opens no such cell is a character like any other, and none can
 * swallow the rows that follow it. CRLF and a byte-order mark are taken. A row that is no row of such a file costs none
 * of the others.
 *
 * @throws ResultFileError, where nothing much of the file is rows, or its first row is none
 */
export function readTable(text: string, file: string, delimiter: Delimiter): Table {
  const rows: TableRow[] = []
  const problems: ResultFileError[] = []
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '') continue
    const row = index + 1
    const fault = row === 1 && isWide(line) ? 'it is UTF-16: save it as UTF-8' : rowFault(line)
    if (fault === undefined) {
      rows.push({ row, cells: cellsOf(line, delimiter).map((cell) => cell.trim()) })
      continue
    }
    const problem = new ResultFileError({ file, row }, fault)
    // What the columns are stands in the first row.
    if (rows.length === 0) throw problem
    problems.push(problem)
    checkProblems(problems)
  }
  return { rows, problems }
}

function cellsOf(line: string, delimiter: Delimiter): string[] {
  // A cell in quotation marks has two of them; to look for such cells takes long where a file has many rows.
  if (line.indexOf('"') === line.lastIndexOf('"')) return line.split(delimiter)
  return line
    .replace(quotedCells[delimiter], (_, inner: string) =>
      inner.replaceAll(delimiter, hidden).replaceAll('""', '"'),
    )
    .split(delimiter)
    .map((cell) => cell.replaceAll(hidden, delimiter))
}

/** Whether a text that was read as UTF-8 is UTF-16 with its mark, as Windows' editors and PowerShell write. */
function isWide(line: string): boolean {
  return line.startsWith('\ufffd\ufffd') && line.includes('\0')
}

function rowFault(line: string): string | undefined {
  if (line.includes('\0')) return 'it holds NUL bytes, as a file does after a crash of its host'
  if (line.length <= longestRow) return undefined
  return `it has ${line.length} characters, which no row of results has`
}

/** A cell that was measured, one that says that nothing was, or one that says nothing that can be read. */
export type Cell =
  { readonly value: number } | { readonly value: null; readonly missing: string; readonly isProblem: boolean }

/** Reads a measured value: a positive number. `NA` and an empty cell are no problem, they say that there is none. */
export function readCell(text: string | undefined): Cell {
  if (text === undefined || text === '')
    return { value: null, missing: 'the cell is empty', isProblem: false }
  if (/^(?:NA|N\/A|NaN|None|null|-)$/i.test(text)) {
    return { value: null, missing: `the file says ${text}`, isProblem: false }
  }
  const value = readNumber(text)
  if (value !== undefined && value > 0) return { value }
  return { value: null, missing: `"${excerpt(text)}" is no measured value`, isProblem: true }
}

/** A finite decimal number in Python's or awk's notation; undefined for anything else. */
export function readNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** A measured value with that many decimals, `NA` for none. A tiny one keeps digits rather than read as zero. */
export function valueText(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return 'NA'
  const text = value.toFixed(decimals)
  return Number(text) === 0 && value > 0 ? value.toPrecision(3) : text
}

/** More broken rows than this, and it is another kind of file. */
const mostProblems = 1000

/**
 * Gives up on a file of which nothing much can be read.
 *
 * @throws ResultFileError, with the first problem, in the name of all
 */
export function checkProblems(problems: readonly ResultFileError[]): void {
  const first = problems[0]
  if (!first || problems.length <= mostProblems) return
  const { file, row } = first
  throw new ResultFileError({ file, row }, `${first.what}; more than ${mostProblems} rows are like that`)
}

/** The first remarks, and how many more there are. */
export function shorten(remarks: readonly string[], file: string): string[] {
  const most = 20
  if (remarks.length <= most) return [...remarks]
  return [...remarks.slice(0, most), `${file}: ${remarks.length - most} more remarks of these kinds.`]
}
