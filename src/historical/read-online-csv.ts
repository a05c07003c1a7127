import { excerpt, ResultFileError } from '../comparison/result-file-error.js'
import { sections } from './online-csv.js'
import { readCell, readNumber, readTable } from './table.js'
import type { Cell, Origin, ReadFile, TableRow } from './table.js'

/** One metric's part of an online file. */
interface Section {
  readonly metric: string
  /** What was measured on: `MI300x-aiter, node-17`, `DeepSeek-V3-0324-FP8`; empty where no row was measured. */
  readonly label: string
  /** By the case's name. */
  readonly cells: ReadonlyMap<string, Cell>
}

const sectionTitle = /^Median (E2E Latency|TTFT|ITL) ?\(ms\b/i
/** Rows that hold nothing measured: of the reference hardware, and of ratios to it such as `H100/MI300x-aiter`. */
const referenceLabel = /^H100$|^[^,]{1,60}\//

/**
 * Reads an online file of either kind (request rates, concurrencies): cut off and empty cells, `NA`, missing
 * sections, with and without the reference's rows. Of several measured rows of a section the last counts.
 *
 * @throws ResultFileError, where the whole file is unreadable: no section of such a file
 */
export function readOnlineCsv(text: string, file: string): ReadFile {
  const problems: ResultFileError[] = []
  const table = readTable(text, file, '\t')
  const found = blocksOf(table).flatMap((block) => readSection(block, file, problems))
  if (found.length === 0) {
    const what = 'it has no section such as "Median TTFT (ms, ...)"'
    throw problems[0] ?? new ResultFileError({ file, row: 1 }, what)
  }
  const names = new Set(found.flatMap(({ cells }) => [...cells.keys()]))
  const cellsOf = (name: string) =>
    Object.fromEntries(sections.map(([metric]) => [metric, cellOf(metric, name, found)]))
  const label = found.find((section) => section.label !== '')?.label ?? ''
  return {
    origin: originOf(table[0]?.cells[0] ?? '', label),
    cases: new Map([...names].map((name) => [name, cellsOf(name)])),
    problems,
  }
}

/** By the title, `Online mode - GROK1 (<tag>)`, and the label of a measured row. */
function originOf(title: string, label: string): Origin {
  const [measuredOn = '', host = ''] = label.split(/,\s*/, 2)
  const [, backend = ''] = /^MI\d+\w*-(.+)$/i.exec(measuredOn) ?? []
  const [, image = ''] = /\(([^()]+)\)\s*$/.exec(title) ?? []
  return { host, backend, image: sectionTitle.test(title) ? '' : image }
}

/** The rows of each section, its title first. */
function blocksOf(table: readonly TableRow[]): (readonly [TableRow, ...TableRow[]])[] {
  const blocks: [TableRow, ...TableRow[]][] = []
  for (const row of table) {
    if (sectionTitle.test(row.cells[0] ?? '')) blocks.push([row])
    else blocks.at(-1)?.push(row)
  }
  return blocks
}

/** No section where no header follows the title, as where the file was cut there. */
function readSection(
  [title, header, ...body]: readonly [TableRow, ...TableRow[]],
  file: string,
  problems: ResultFileError[],
): Section[] {
  const kind = (header?.cells[0] ?? '').toLowerCase()
  if (!header || (kind !== 'request rate' && kind !== 'concurrency')) {
    const what = 'a row "request rate" or "concurrency" should stand here'
    problems.push(new ResultFileError({ file, row: header?.row ?? title.row }, what))
    return []
  }
  const measured = body.findLast(
    ({ cells: [label = '', ...values] }) => !referenceLabel.test(label) && values.some((text) => text !== ''),
  )
  const cells = new Map<string, Cell>()
  for (const [index, text] of header.cells.entries()) {
    if (index === 0 || text === '') continue
    const load = /^inf(?:inity)?$/i.test(text) ? 'inf' : readNumber(text)
    if (load === undefined) {
      const what = `"${excerpt(text)}" is no load: its column is left out`
      problems.push(new ResultFileError({ file, row: header.row }, what))
    } else {
      const place = { file, column: text, decimals: 2, problems }
      const none = { missing: 'the section has no measured row' }
      cells.set(`${kind} ${load}`, measured === undefined ? none : readCell(measured, index, place))
    }
  }
  return [{ metric: metricOf(title), label: measured?.cells[0] ?? '', cells }]
}

function metricOf({ cells: [title = ''] }: TableRow): string {
  const name = sectionTitle.exec(title)?.[1]?.toLowerCase()
  return name === 'ttft' ? 'ttft_median' : name === 'itl' ? 'itl_median' : 'e2e_latency_median'
}

function cellOf(metric: string, name: string, found: readonly Section[]): Cell {
  const section = found.findLast((each) => each.metric === metric)
  if (section === undefined) return { missing: 'the file has no such section that can be read' }
  return section.cells.get(name) ?? { missing: 'the section has no column with this load' }
}
