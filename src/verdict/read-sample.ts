import type { Sample } from '../comparison/samples.js'
import { finding, type Finding } from './findings.js'

/** What is wrong with a sample: the column, and a sentence about it. */
export interface Fault {
  readonly column: string
  readonly why: string
}

/** A finding about one row and column of samples.csv. */
export function inputFinding(sample: Sample, row: number, { column, why }: Fault): Finding {
  const { model, benchmarkType, metric, case: name } = sample
  const place = { model, benchmarkType, metric, case: name, row, column }
  return finding('input', `row ${row}, column ${column}: ${why}`, place)
}

/** Whether a row is an object at all: samples come from other programs' JSON too. */
export function isSample(row: unknown): row is Sample {
  return typeof row === 'object' && row !== null
}

const longestShown = 40

/** What a row holds, whatever it is: text in quotes, as "5" is no number and 5 is; some objects have no text. */
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
export function faultOf(sample: Sample): Fault | undefined {
  // Samples come from files of other engines too: what the types promise is checked here once more.
  const given: Readonly<
    Record<(typeof names)[number] | 'arm' | 'better' | 'pair' | 'attempt' | 'valid', unknown>
  > = sample
  const { arm, better, pair, attempt, valid } = given
  const nameless = names.find((column) => typeof given[column] !== 'string')
  const leftOut = (column: string, why: string) => ({ column, why: `${why}; the row is left out` })
  if (nameless !== undefined) return leftOut(nameless, `${shown(given[nameless])} is no text`)
  if (arm !== 'main' && arm !== 'pr') return leftOut('arm', `${shown(arm)} is neither main nor pr`)
  if (better !== 'higher' && better !== 'lower')
    return leftOut('better', `${shown(better)} is neither higher nor lower`)
  if (!isCount(pair)) return leftOut('pair', `${shown(pair)} is no whole number from 1`)
  if (!isCount(attempt)) return leftOut('attempt', `${shown(attempt)} is no whole number from 1`)
  if (typeof valid !== 'boolean') return leftOut('valid', `${shown(valid)} is neither true nor false`)
  return undefined
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

/** ln of a sample's value so that more is faster; null where there is none, or none that has a logarithm. */
export function signedLogOf({ value, better }: Sample): number | null {
  if (value === null || !Number.isFinite(value) || value <= 0) return null
  return better === 'higher' ? Math.log(value) : -Math.log(value)
}
