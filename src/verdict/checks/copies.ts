import { arms, type Arm } from '../../comparison/arm.js'
import { present } from '../statistics/additive.js'
import { at } from '../statistics/at.js'
import type { Attempt, MetricTable } from '../tables.js'
import { checks } from '../tuning.js'

/** One launch of a stage. */
export interface LaunchPlace extends Pick<Attempt, 'pair' | 'attempt'> {
  readonly arm: Arm
}

const { fewestEqual } = checks

/** A launch's value in each cell of a stage. */
type Cell = (launch: Launch) => number | null

interface Launch {
  readonly index: number
  readonly place: LaunchPlace
}

/**
 * Groups of launches that have exactly the same values: in three cells or more, or in fewer where both arms
 * of every pair (three or more) agree. Cells whose values repeat anyway, as rounded ones do, tell nothing
 * and are left out.
 */
export function findCopies(
  metrics: readonly Pick<MetricTable, 'cases' | 'logs'>[],
  attempts: readonly Pick<Attempt, 'pair' | 'attempt'>[],
): LaunchPlace[][] {
  const launches = attempts.flatMap(({ pair, attempt }, index) =>
    arms.map((arm): Launch => ({ index, place: { arm, pair, attempt } })),
  )
  const telling: Cell[] = []
  let groups = [launches]
  for (const cell of tellingCells(metrics, launches)) {
    telling.push(cell)
    groups = groups.flatMap((group) => splitBy(group, cell))
    // One cell or two tell honest launches apart: the thousands that follow need no look.
    if (groups.length === launches.length) return []
  }
  const measured = groups
    .map((group) => ({ group, values: present(telling.map((cell) => cell(at(group, 0)))).length }))
    .filter(({ values }) => values > 0)
  const copies = measured.filter(({ group }) => group.length > 1)
  const isEveryPair =
    attempts.length >= fewestEqual && copies.length === attempts.length && copies.length === measured.length
  return copies
    .filter(({ values }) => isEveryPair || values >= fewestEqual)
    .map(({ group }) => group.map(({ place }) => place))
}

/** The launches of a group by their value in the cell, in their order. */
function splitBy(group: readonly Launch[], cell: Cell): Launch[][] {
  const byValue = new Map<number | null, Launch[]>()
  for (const launch of group) {
    const value = cell(launch)
    const same = byValue.get(value)
    if (same === undefined) byValue.set(value, [launch])
    else same.push(launch)
  }
  return [...byValue.values()]
}

/**
 * The cells in which at least half of the values differ: what is left of them when every launch is there
 * twice.
 */
function* tellingCells(
  metrics: readonly Pick<MetricTable, 'cases' | 'logs'>[],
  launches: readonly Launch[],
): Generator<Cell> {
  for (const { cases, logs } of metrics)
    for (const column of cases.keys()) {
      const cell: Cell = ({ index, place }) => logs[place.arm][index]?.[column] ?? null
      const values = present(launches.map(cell))
      if (2 * new Set(values).size >= values.length) yield cell
    }
}
