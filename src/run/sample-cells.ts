import type { Arm } from '../comparison/arm.js'
import { metricRoleSchema } from '../comparison/metric.js'

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

/** Reads one of these words, whatever its capitals. */
function oneOf<const Word extends string | number | boolean>(...words: readonly Word[]) {
  const what = words.length === 2 ? words.join(' or ') : `one of ${words.join(', ')}`
  return (cell: string): Word => {
    const found = words.find((word) => `${word}` === cell.trim().toLowerCase())
    if (found !== undefined) return found
    throw new CellProblem(`${quoted(cell)} is not ${what}`)
  }
}

/** Undefined for an empty cell. */
function optional<Word>(read: (cell: string) => Word) {
  return (cell: string) => (cell.trim() === '' ? undefined : read(cell))
}

export const readTruth = oneOf(true, false)
export const readBetter = oneOf('higher', 'lower')
export const readPosition = oneOf(1, 2)
export const readRole = optional(oneOf(...metricRoleSchema.options))
export const readSaturatedRole = optional(oneOf('deciding', 'shown'))

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

const longestQuoted = 40

/** A cell as a message shows it: on one line, and not all of a long one. */
function quoted(cell: string): string {
  return JSON.stringify(cell.length > longestQuoted ? `${cell.slice(0, longestQuoted)}…` : cell)
}
