import type { Arm } from '../comparison/arm.js'
import type { Better } from '../comparison/metrics.js'

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
  if (/^[1-9]\d{0,8}$/.test(cell)) return Number(cell)
  throw new CellProblem('not a whole number from 1')
}

/** A number; null for an empty cell or `NA`. */
export function readValue(cell: string): number | null {
  const text = cell.trim()
  if (text === '' || text === 'NA' || text === 'na') return null
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new CellProblem('not a number')
  const value = Number(text)
  if (!Number.isFinite(value)) throw new CellProblem('too large for a number')
  return value
}

export function readTruth(cell: string): boolean {
  const word = cell.toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  throw new CellProblem('neither true nor false')
}

export function readBetter(cell: string): Better {
  if (cell === 'higher' || cell === 'lower') return cell
  throw new CellProblem('neither higher nor lower')
}

export function readArm(cell: string): Arm {
  if (cell === 'main' || cell === 'pr') return cell
  throw new CellProblem('neither main nor pr')
}

export function readPosition(cell: string): 1 | 2 {
  if (cell === '1') return 1
  if (cell === '2') return 2
  throw new CellProblem('neither 1 nor 2')
}
