import type { Sample } from '../comparison/samples.js'
import type { Fault } from './fault.js'
import { finding, type Finding } from './findings.js'

/** What is wrong with a sample, and in which column. */
export interface ColumnFault {
  readonly column: string
  readonly fault: Fault
}

/** A finding about one row and column of samples.csv. */
export function inputFinding(sample: Sample, row: number, { column, fault }: ColumnFault): Finding {
  const { model, benchmarkType, metric, case: name } = sample
  const place = { model, benchmarkType, metric, case: name }
  return finding({ kind: 'input', fault }, { ...textsOf(place), row, column })
}

/** Whether a row is an object at all: samples come from other programs' JSON too. */
export function isSample(row: unknown): row is Sample {
  return typeof row === 'object' && row !== null
}

const longestShown = 40

/**
 * What a row holds, whatever it is: text in quotes, as "5" is no number and 5 is; some objects have no
 * text.
 */
export function shown(value: unknown): string {
  if (typeof value === 'string')
    return `"${value.length > longestShown ? `${value.slice(0, longestShown)}…` : value}"`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** The unit of a value, '' where it is no text: it is shown and nothing is computed from it. */
export function unitOf(unit: unknown): string {
  return typeof unit === 'string' ? unit : ''
}

/** What a launch, a stage and a cell are called. */
const names = ['model', 'benchmarkType', 'case', 'metric'] as const

/** Why a sample cannot be placed in any launch; undefined for one that can. */
export function faultOf(sample: Sample): ColumnFault | undefined {
  // Samples come from files of other engines too: what the types promise is checked here once more.
  const given: Readonly<
    Record<(typeof names)[number] | 'arm' | 'better' | 'pair' | 'attempt' | 'valid', unknown>
  > = sample
  const { arm, better, pair, attempt, valid } = given
  const unreadable = (
    column: keyof typeof given,
    expected: 'text' | 'arm' | 'better' | 'count' | 'truth',
  ) => ({
    column,
    fault: { kind: 'unreadable', value: shown(given[column]), expected } as const,
  })
  const nameless = names.find((column) => typeof given[column] !== 'string')
  if (nameless !== undefined) return unreadable(nameless, 'text')
  if (arm !== 'main' && arm !== 'pr') return unreadable('arm', 'arm')
  if (better !== 'higher' && better !== 'lower') return unreadable('better', 'better')
  if (!isCount(pair)) return unreadable('pair', 'count')
  if (!isCount(attempt)) return unreadable('attempt', 'count')
  return typeof valid === 'boolean' ? undefined : unreadable('valid', 'truth')
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

/** ln of a sample's value so that more is faster; null where there is none, or none that has a logarithm. */
export function signedLogOf({ value, better }: Sample): number | null {
  if (value === null || !Number.isFinite(value) || value <= 0) return null
  return better === 'higher' ? Math.log(value) : -Math.log(value)
}

/** What is no text is named nowhere: rows come from other programs' JSON, whatever the types promise. */
function textsOf<Place extends Readonly<Record<string, unknown>>>(place: Place): Partial<Place> {
  return Object.fromEntries(
    Object.entries(place).filter(([, value]) => typeof value === 'string'),
  ) as Partial<Place>
}
