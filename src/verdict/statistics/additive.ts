import { at } from './at.js'
import { mean } from './location.js'

/** Values by launch (row) and case (column); null where a launch gave none. */
export type Table = readonly (readonly (number | null)[])[]

const rounds = 8

/**
 * Fills single missing values with launch + case, the additive two-way fit by alternating means (Tukey 1949;
 * median polish with means). Every row and every column must hold a value. A complete table comes back as
 * it is.
 */
export function fillAdditively(table: Table): number[][] {
  if (table.every((row) => row.every((value) => value !== null))) return table.map((row) => row.map(known))
  const columns = at(table, 0).map((_, column) => column)
  const rowEffects = table.map(() => 0)
  let columnEffects = columns.map(() => 0)
  for (let round = 0; round < rounds; round++) {
    columnEffects = columns.map((column) =>
      mean(present(table.map((row, index) => less(row[column], at(rowEffects, index))))),
    )
    table.forEach((row, index) => {
      rowEffects[index] = mean(present(row.map((value, column) => less(value, at(columnEffects, column)))))
    })
  }
  return table.map((row, index) =>
    row.map((value, column) => value ?? at(rowEffects, index) + at(columnEffects, column)),
  )
}

function known(value: number | null): number {
  if (value === null) throw new TypeError('a missing value in a complete table')
  return value
}

function less(value: number | null | undefined, effect: number): number | null {
  return value === null || value === undefined ? null : value - effect
}

/** The values that are there. */
export function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null)
}
