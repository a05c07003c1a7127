import type { Arm } from '../comparison/arm.js'
import { metricRoleSchema, type Better, type MetricRole } from '../comparison/metric.js'

/** A cell that cannot be read; the message completes "column pair: ...". */
export class CellProblem extends Error {
  override readonly name = 'CellProblem'
}

/** Cells that start so are run by spreadsheets (OWASP, CSV injection); `'` itself so that nothing is lost. */
export function escapeFormula(cell: string): string {
  return /^['=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

/** Text, without the `'` that writing put before what a spreadsheet would run. */
export function readText(cell: string): string {
  return cell.startsWith("'") && /^'['=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

export function readCount(cell: string): number {
  const text = cell.trim()
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CellProblem(`${quoted(cell)} is not a whole number from 1`)
}

/** What programs write where a measurement failed, in small letters. */
const notFinite: ReadonlyMap<string, number> = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity],
])

/**
 * A number, which may be NaN or infinite: judging says so and takes it for missing. Null for an empty cell
 * or `NA`.
 */
export function readValue(cell: string): number | null {
  const text = cell.trim()
  if (text === '' || text === 'NA' || text === 'na') return null
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const known = notFinite.get(text.toLowerCase())
    if (known !== undefined) return known
    throw new CellProblem(`${quoted(cell)} is not a number`)
  }
  const value = Number(text)
  if (!Number.isFinite(value)) throw new CellProblem(`${quoted(cell)} is too large for a number`)
  return value
}

export function readTruth(cell: string): boolean {
  const word = cell.trim().toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  throw new CellProblem(`${quoted(cell)} is not true or false`)
}

export function readBetter(cell: string): Better {
  const word = cell.trim()
  if (word === 'higher' || word === 'lower') return word
  throw new CellProblem(`${quoted(cell)} is not higher or lower`)
}

/** Undefined for an empty cell. */
export function readRole(cell: string): MetricRole | undefined {
  const word = cell.trim()
  const role = metricRoleSchema.options.find((known) => known === word)
  if (role !== undefined || word === '') return role
  throw new CellProblem(`${quoted(cell)} is not one of ${metricRoleSchema.options.join(', ')}`)
}

export function readSaturatedRole(cell: string): Exclude<MetricRole, 'judged'> | undefined {
  const role = readRole(cell)
  if (role !== 'judged') return role
  throw new CellProblem(`${quoted(cell)} is not deciding or shown`)
}

/** A share between 0 and 1; undefined for an empty cell. */
export function readFraction(cell: string): number | undefined {
  const value = readValue(cell)
  if (value === null) return undefined
  if (value > 0 && value < 1) return value
  throw new CellProblem(`${quoted(cell)} is not a fraction between 0 and 1`)
}

/** Other programs say `base` and `head`. */
const armWords: ReadonlyMap<string, Arm> = new Map([
  ['main', 'main'],
  ['base', 'main'],
  ['pr', 'pr'],
  ['head', 'pr'],
])

export function readArm(cell: string): Arm {
  const arm = armWords.get(cell.trim())
  if (arm !== undefined) return arm
  throw new CellProblem(`${quoted(cell)} is not main or pr, base or head`)
}

export function readPosition(cell: string): 1 | 2 {
  const text = cell.trim()
  if (text === '1') return 1
  if (text === '2') return 2
  throw new CellProblem(`${quoted(cell)} is not 1 or 2`)
}

const longestQuoted = 40

/** A cell as a message shows it: on one line, and not all of a long one. */
function quoted(cell: string): string {
  return JSON.stringify(cell.length > longestQuoted ? `${cell.slice(0, longestQuoted)}…` : cell)
}
