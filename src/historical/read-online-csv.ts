import { ResultFileError } from '../comparison/result-file-error.js'
import type { OnlineCsvContent, OnlineCsvMetric, OnlineCsvRow } from './online-csv.js'
import {
  blocksOf,
  isSectionTitle,
  metricOf,
  readSection,
  referenceLabels,
  withoutEmptyEnd,
} from './online-section.js'
import type { Section } from './online-section.js'
import { checkProblems, readCell, readTable, shorten } from './table.js'
import type { Cell } from './table.js'

/** A case as it was read, with the reason for each value that is missing. */
export interface ReadOnlineCsvRow extends OnlineCsvRow {
  readonly missing: Readonly<Partial<Record<OnlineCsvMetric, string>>>
}

export interface OnlineCsv extends OnlineCsvContent {
  readonly rows: readonly ReadOnlineCsvRow[]
  /** Cells and sections that cannot be read; the other ones count. */
  readonly problems: readonly ResultFileError[]
  /** What a reader of the report should know, in sentences. */
  readonly remarks: readonly string[]
}

/**
 * Reads an online file of either kind (request rates, concurrencies) in every form that the historical tool and
 * people's editors left: cut off and empty cells, `NA`, missing sections, with and without the reference's rows,
 * CRLF, a byte-order mark, commas for tabs. Of repeated and of several measured rows the last counts, and a remark
 * says so.
 *
 * @throws ResultFileError, where the whole file is unreadable: no section of such a file
 */
export function readOnlineCsv(text: string, file: string): OnlineCsv {
  const { rows: table, problems: broken } = readTable(text, file, text.includes('\t') ? '\t' : ',')
  const problems: ResultFileError[] = [...broken]
  const remarks: string[] = []
  const references = referenceLabels(table)
  const sections = new Map<OnlineCsvMetric, Section>()
  const refused = new Map<OnlineCsvMetric, ResultFileError>()
  for (const block of blocksOf(table)) {
    try {
      const section = readSection(block, { file, references, remarks, problems })
      if (sections.has(section.metric)) {
        remarks.push(`${file}: the section in row ${block[0].row} stands there twice; the last counts.`)
      }
      sections.set(section.metric, section)
    } catch (error) {
      if (!(error instanceof ResultFileError)) throw error
      problems.push(error)
      refused.set(metricOf(block[0]), error)
      checkProblems(problems)
    }
  }
  const first = sections.values().next().value
  if (!first)
    throw (
      problems[0] ??
      new ResultFileError({ file, row: 1 }, 'it has no section such as "Median TTFT (ms, ...)"')
    )
  const lastRow = /[\r\n]$/.test(text) ? undefined : table.at(-1)?.row
  const title = table[0]?.cells[0] ?? ''
  return {
    title: isSectionTitle(title) ? '' : title,
    load: first.load,
    label: [...sections.values()].find(({ measured }) => measured)?.measured?.cells[0] ?? '',
    rows: loadsOf(sections).map((load) => readCase(load, { sections, refused, file, lastRow, problems })),
    ...referenceOf(sections),
    problems,
    remarks: shorten(remarks, file),
  }
}

/** Every load of any section, in the order of the first that has it. */
function loadsOf(sections: ReadonlyMap<OnlineCsvMetric, Section>): number[] {
  return [...new Set([...sections.values()].flatMap(({ loads }) => loads.flatMap((load) => load ?? [])))]
}

interface ReadSections {
  readonly sections: ReadonlyMap<OnlineCsvMetric, Section>
  /** Those that cannot be read, and why. */
  readonly refused: ReadonlyMap<OnlineCsvMetric, ResultFileError>
  readonly file: string
  readonly lastRow: number | undefined
  readonly problems: ResultFileError[]
}

function readCase(
  load: number,
  { sections, refused, file, lastRow, problems }: ReadSections,
): ReadOnlineCsvRow {
  const missing: Partial<Record<OnlineCsvMetric, string>> = {}
  const valueOf = (metric: OnlineCsvMetric): number | null => {
    const section = sections.get(metric)
    const cell = section === undefined ? noSection(refused.get(metric)) : cellOf(section, load, lastRow)
    if (cell.value !== null) return cell.value
    missing[metric] = cell.missing
    if (cell.isProblem) {
      problems.push(
        new ResultFileError({ file, row: section?.measured?.row ?? 1, column: String(load) }, cell.missing),
      )
    }
    return null
  }
  const values = {
    e2e_latency_median: valueOf('e2e_latency_median'),
    ttft_median: valueOf('ttft_median'),
    itl_median: valueOf('itl_median'),
  }
  return { load, values, missing }
}

const none = (missing: string, isProblem = false): Cell => ({ value: null, missing, isProblem })

function noSection(problem: ResultFileError | undefined): Cell {
  if (problem === undefined) return none('the file has no such section')
  return none(`its section cannot be read (${problem.withoutFile})`)
}

function cellOf(section: Section, load: number, lastRow: number | undefined): Cell {
  const column = section.loads.lastIndexOf(load) + 1
  if (column === 0) {
    const nameless = section.loads.includes(undefined) ? ', but one without a load above it' : ''
    return none(`the section has no such column${nameless}`)
  }
  if (!section.measured) return none('the section has no measured row')
  const { row, cells } = section.measured
  // A file without a last newline was cut: `13209.45` may have become `132`. Two decimals are whole.
  const isCut = row === lastRow && column === cells.length - 1 && !/\.\d\d$|^$|^NA$/.test(cells[column] ?? '')
  return isCut ? none('the file ends in the middle of it', true) : readCell(cells[column])
}

function referenceOf(sections: ReadonlyMap<OnlineCsvMetric, Section>): Pick<OnlineCsvContent, 'reference'> {
  const textsOf = (metric: OnlineCsvMetric) =>
    withoutEmptyEnd(sections.get(metric)?.reference?.cells.slice(1) ?? [])
  const label = [...sections.values()].find(({ reference }) => reference)?.reference?.cells[0]
  if (label === undefined) return {}
  const values = {
    e2e_latency_median: textsOf('e2e_latency_median'),
    ttft_median: textsOf('ttft_median'),
    itl_median: textsOf('itl_median'),
  }
  return { reference: { label, values } }
}
