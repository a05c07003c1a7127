import { CsvError, parse } from 'csv-parse/sync'
import { traitsOf } from '../comparison/metric.js'
import type { Sample } from '../comparison/samples.js'
import { csvProblem } from './csv-problem.js'
import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import {
  CellProblem,
  escapeFormula,
  readArm,
  readBetter,
  readCount,
  readFraction,
  readPosition,
  readRole,
  readSaturatedRole,
  readText,
  readTruth,
  readValue,
} from './sample-cells.js'

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

/** Written only where one of the samples says something by it. */
const tellingColumns = {
  saturated: ({ saturated }: Sample) => (saturated === true ? 'true' : ''),
  role: ({ role }: Sample) => role ?? '',
  when_saturated: ({ whenSaturated }: Sample) => whenSaturated ?? '',
  least_margin: ({ leastMargin }: Sample) => leastMargin?.toString() ?? '',
  reason_kind: ({ why }: Sample) => why?.kind ?? '',
  reason_figures: ({ why }: Sample) => figuresOf(why),
}

/** A JSON object of a reason's figures; '' where it has none. What programs said stands in its sentence. */
function figuresOf(why: Sample['why']): string {
  const figures = Object.entries(why ?? {}).filter(([name]) => !['kind', 'text', 'details'].includes(name))
  return figures.length === 0 ? '' : JSON.stringify(Object.fromEntries(figures))
}

/** Those without which nothing can be judged; the others have a default. */
const neededColumns = ['case', 'metric', 'better', 'pair', 'arm', 'value'] as const

const longestRow = 65_536

/**
 * The text of `samples.csv`. Text cells that a spreadsheet would take for a formula get a `'` in front, which
 * reading takes off again.
 */
export function writeSamplesCsv(samples: readonly Sample[]): string {
  const telling = Object.entries(tellingColumns).filter(([, tell]) => samples.some((one) => tell(one) !== ''))
  const header = [...columns, ...telling.map(([column]) => column)]
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
      ...telling.map(([, tell]) => tell(sample)),
    ].map(quoted),
  )
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('')
}

/**
 * Reads samples, whatever engine measured them: the columns case, metric, better, pair, arm and value are
 * needed, in any order; columns that are not known are left out. Takes a byte order mark, CRLF, `NA`, `NaN`
 * and empty values. Throws ResultFileError with the line and column of the first cell that is wrong.
 */
export function readSamplesCsv(content: string | Buffer, file: string): Sample[] {
  const [header, ...rows] = parseRows(content, file)
  if (header === undefined) throw new ResultFileError({ file, row: 1 }, 'the file is empty')
  const readRow = rowReader(placesOf(header, file))
  return rows.map((cells, index) => {
    try {
      return readRow(cells)
    } catch (error) {
      if (!(error instanceof ColumnProblem)) throw error
      throw new ResultFileError({ file, row: rowsOf(content)(index), column: error.column }, error.message)
    }
  })
}

const csvOptions = { bom: true, skip_empty_lines: true, max_record_size: longestRow }

function parseRows(content: string | Buffer, file: string): string[][] {
  try {
    return parse(content, csvOptions)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new ResultFileError({ file, row: Number(error.lines ?? 1) }, csvProblem(error))
  }
}

/**
 * By a sample's index, the line of the file that it ends on: empty lines and cells of several lines lie
 * between. Found when it is first asked for, as counting lines makes reading slow.
 */
export function rowsOf(content: string | Buffer): (index: number) => number {
  let lines: readonly number[] | undefined
  return (index) => {
    lines ??= linesOf(content)
    return lines[index + 1] ?? index + 2
  }
}

/** The line that each record ends on, the header's first. */
function linesOf(content: string | Buffer): number[] {
  const lines: number[] = []
  parse(content, {
    ...csvOptions,
    on_record: (_cells, { lines: line }) => {
      lines.push(line)
      return null
    },
  })
  return lines
}

/** Where each column stands. */
function placesOf(header: readonly string[], file: string): Map<string, number> {
  const places = new Map<string, number>()
  for (const [index, cell] of header.entries()) {
    const name = cell.trim()
    // Spreadsheets write columns without a name, and nothing is read from one that is not known.
    if (places.has(name) && isColumn(name))
      throw new ResultFileError({ file, row: 1, column: name }, 'the column appears twice')
    places.set(name, index)
  }
  const missing = neededColumns.filter((column) => !places.has(column))
  if (missing.length > 0) {
    const hint =
      header.length === 1 && /[;\t]/.test(header[0] ?? '')
        ? 'cells are separated by commas'
        : `the row is ${excerpt(header.join(','))}`
    const what = `missing column ${missing.join(', ')}. Required: ${neededColumns.join(', ')}; ${hint}`
    throw new ResultFileError({ file, row: 1 }, what)
  }
  return places
}

function isColumn(name: string): boolean {
  const known: readonly string[] = [...columns, ...Object.keys(tellingColumns)]
  return known.includes(name)
}

/** A cell that cannot be read, and its column. */
class ColumnProblem extends Error {
  override readonly name = 'ColumnProblem'

  constructor(
    readonly column: string,
    message: string,
  ) {
    super(message)
  }
}

type Column = (typeof columns)[number] | keyof typeof tellingColumns

/**
 * Reads one row after the other. Hundreds of thousands of them, so no schema: it would take most of a
 * verdict's time.
 */
function rowReader(places: ReadonlyMap<string, number>): (cells: readonly string[]) => Sample {
  const column = <Value, const Absent>(name: Column, read: (cell: string) => Value, absent: Absent) => {
    const place = places.get(name)
    // Most columns say the same as in the row before.
    let last: { cell: string; value: Value } | undefined
    return (cells: readonly string[]): Value | Absent => {
      if (place === undefined) return absent
      const cell = cells[place] ?? ''
      if (last?.cell !== cell) last = { cell, value: readCell(name, cell, read) }
      return last.value
    }
  }
  const model = column('model', readText, '')
  const benchmarkType = column('benchmark_type', readText, '')
  const caseName = column('case', readText, '')
  const metric = column('metric', readText, '')
  const unit = column('unit', readText, '')
  const better = column('better', readBetter, 'higher')
  const pair = column('pair', readCount, 1)
  const attempt = column('attempt', readCount, 1)
  const arm = column('arm', readArm, 'main')
  const position = column('position', readPosition, undefined)
  const host = column('host', readText, '')
  const startedAt = column('started_at', readText, '')
  const value = column('value', readValue, null)
  const valid = column('valid', readTruth, true)
  const reason = column('reason', readText, '')
  const saturated = column('saturated', (cell) => cell !== '' && readTruth(cell), false)
  const role = column('role', readRole, undefined)
  const whenSaturated = column('when_saturated', readSaturatedRole, undefined)
  const leastMargin = column('least_margin', readFraction, undefined)
  return (cells) => {
    const ofArm = arm(cells)
    const measured = value(cells)
    return {
      model: model(cells),
      benchmarkType: benchmarkType(cells),
      case: caseName(cells),
      metric: metric(cells),
      unit: unit(cells),
      better: better(cells),
      pair: pair(cells),
      attempt: attempt(cells),
      arm: ofArm,
      // Where no order is told, none that would let neighbouring pairs be compared is claimed.
      position: position(cells) ?? (ofArm === 'main' ? 1 : 2),
      host: host(cells),
      startedAt: startedAt(cells),
      value: measured,
      valid: valid(cells) && measured !== null,
      reason: reason(cells),
      ...(saturated(cells) ? { saturated: true } : {}),
      ...traitsOf({
        role: role(cells),
        whenSaturated: whenSaturated(cells),
        leastMargin: leastMargin(cells),
      }),
    }
  }
}

function readCell<Value>(column: Column, cell: string, read: (cell: string) => Value): Value {
  try {
    return read(cell)
  } catch (error) {
    throw error instanceof CellProblem ? new ColumnProblem(column, error.message) : error
  }
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
