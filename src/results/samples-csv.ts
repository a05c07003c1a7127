import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Sample } from '../comparison/samples.js'
import { ResultFileError } from './result-file-error.js'

/** The columns of `samples.csv`, in the order in which they are written. */
const columns = [
  'model',
  'benchmark_type',
  'case',
  'metric',
  'unit',
  'better',
  'pair',
  'attempt',
  'arm',
  'position',
  'host',
  'started_at',
  'value',
  'valid',
  'reason',
] as const

/** Those without which nothing can be judged; the others have a default. */
const neededColumns = ['case', 'metric', 'better', 'pair', 'arm', 'value'] as const

const longestRow = 65_536

const text = z.string().transform(unescapeFormula)
const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'not a whole number from 1')
  .transform(Number)
const measured = z
  .string()
  .transform((cell) => (/^(|NA)$/i.test(cell.trim()) ? null : cell.trim()))
  .refine((cell) => cell === null || /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell), 'not a number')
  .transform((cell) => (cell === null ? null : Number(cell)))
  .refine((value) => value === null || Number.isFinite(value), 'too large for a number')
const truth = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false'], 'neither true nor false'))
  .transform((cell) => cell === 'true')

const rowSchema = z.object({
  model: text.default(''),
  benchmark_type: text.default(''),
  case: text,
  metric: text,
  unit: text.default(''),
  better: z.enum(['higher', 'lower'], 'neither higher nor lower'),
  pair: count,
  attempt: count.default(1),
  arm: z.enum(['main', 'pr'], 'neither main nor pr'),
  position: z
    .enum(['1', '2'], 'neither 1 nor 2')
    .transform((cell): 1 | 2 => (cell === '1' ? 1 : 2))
    .exactOptional(),
  host: text.default(''),
  started_at: text.default(''),
  value: measured,
  valid: truth.default(true),
  reason: text.default(''),
})

/**
 * The text of `samples.csv`. Text cells that a spreadsheet would take for a formula get a `'` in front, which
 * reading takes off again.
 */
export function writeSamplesCsv(samples: readonly Sample[]): string {
  const rows = samples.map((sample) =>
    [
      escapeFormula(sample.model),
      escapeFormula(sample.benchmarkType),
      escapeFormula(sample.case),
      escapeFormula(sample.metric),
      escapeFormula(sample.unit),
      sample.better,
      String(sample.pair),
      String(sample.attempt),
      sample.arm,
      String(sample.position),
      escapeFormula(sample.host),
      escapeFormula(sample.startedAt),
      sample.value === null ? '' : String(sample.value),
      String(sample.valid),
      escapeFormula(sample.reason),
    ].map(quoted),
  )
  return [columns, ...rows].map((row) => `${row.join(',')}\n`).join('')
}

/**
 * Reads samples, whatever engine measured them: the columns case, metric, better, pair, arm and value are
 * needed, in any order; columns that are not known are left out. Takes a byte order mark, CRLF, `NA` and
 * empty values. Throws ResultFileError with the line and column of the first cell that is wrong.
 */
export function readSamplesCsv(content: string | Buffer, file: string): Sample[] {
  const rows = parseRows(content, file)
  const header = rows[0]
  if (header === undefined) throw new ResultFileError({ file, row: 1 }, 'the file is empty')
  const places = placesOf(header.cells, file)
  return rows.slice(1).map(({ cells, line }) => sampleOf(cells, places, file, line))
}

interface Row {
  cells: string[]
  line: number
}

function parseRows(content: string | Buffer, file: string): Row[] {
  const rows: Row[] = []
  try {
    parse(content, {
      bom: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new ResultFileError({ file, row: Number(error.lines ?? 1) }, error.message)
  }
  return rows
}

/** Where each column stands. */
function placesOf(header: readonly string[], file: string): Map<string, number> {
  const places = new Map<string, number>()
  for (const [index, cell] of header.entries()) {
    const name = cell.trim()
    if (places.has(name))
      throw new ResultFileError({ file, row: 1, column: name }, 'the column is there twice')
    places.set(name, index)
  }
  const missing = neededColumns.filter((column) => !places.has(column))
  if (missing.length > 0) {
    const what = `no column ${missing.join(', ')}; needed are ${neededColumns.join(', ')}`
    throw new ResultFileError({ file, row: 1 }, what)
  }
  return places
}

function sampleOf(
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  file: string,
  line: number,
): Sample {
  const named = Object.fromEntries(
    columns.flatMap((column) => {
      const place = places.get(column)
      return place === undefined ? [] : [[column, cells[place]]]
    }),
  )
  const row = rowSchema.safeParse(named)
  if (!row.success) {
    const [issue] = row.error.issues
    const column = issue?.path.join('.') ?? ''
    throw new ResultFileError({ file, row: line, column }, issue?.message ?? 'not a sample')
  }
  const { benchmark_type: benchmarkType, started_at: startedAt, ...rest } = row.data
  // Where no order is told, none that would let neighbouring pairs be compared is claimed.
  const position = rest.position ?? (rest.arm === 'main' ? 1 : 2)
  return { ...rest, benchmarkType, startedAt, position, valid: rest.valid && rest.value !== null }
}

/** Cells that start so are run by spreadsheets (OWASP, CSV injection); `'` itself so that nothing is lost. */
function escapeFormula(cell: string): string {
  return /^['=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

function unescapeFormula(cell: string): string {
  return /^'['=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
