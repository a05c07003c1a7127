import { present, type Table } from './additive.js'
import { median } from './location.js'

type Row = Table[number]

/** By case: the values that the launches have. */
export function columnsOf(rows: Table): number[][] {
  return (rows[0] ?? []).map((_, column) => present(rows.map((row) => row[column] ?? null)))
}

/** By case: the median of its launches; null where fewer than `fewest` have a value. */
export function centresOf(rows: Table, fewest = 1): (number | null)[] {
  return columnsOf(rows).map((values) => (values.length < fewest ? null : median(values)))
}

/** By case: how much a launch lies above a reference; null where one of the two has no value. */
export function differences(row: Row, reference: Row): (number | null)[] {
  return row.map((value, column) => {
    const other = reference[column] ?? null
    return value === null || other === null ? null : value - other
  })
}

/** How far a launch lies above a reference, median over the cases that both have; null where there is none. */
export function distance(row: Row, reference: Row): number | null {
  const distances = present(differences(row, reference))
  return distances.length === 0 ? null : median(distances)
}
