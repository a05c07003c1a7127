import { arms, type Arm } from '../../arm.js'
import { present } from '../../statistics/additive.js'
import type { Attempt, MetricTable } from '../tables.js'

/** One launch of a stage. */
export interface LaunchPlace extends Pick<Attempt, 'pair' | 'attempt'> {
  readonly arm: Arm
}

/** So many values that are the same in two launches are no chance, where those cells seldom agree otherwise. */
const fewestValues = 3
const fewestPairs = 3

/**
 * Groups of launches that have exactly the same values: in three cells or more, or in fewer where both arms of every pair (three or
 * more) agree. Cells whose values repeat anyway, as rounded ones do, tell nothing and are left out.
 */
export function findCopies(
  metrics: readonly Pick<MetricTable, 'cases' | 'logs'>[],
  attempts: readonly Pick<Attempt, 'pair' | 'attempt'>[],
): LaunchPlace[][] {
  const telling = metrics.flatMap(({ cases, logs }) =>
    cases.flatMap((_, column) => (doVary(logs, column) ? [{ logs, column }] : [])),
  )
  const groups = new Map<string, { launches: LaunchPlace[]; values: number }>()
  attempts.forEach(({ pair, attempt }, index) => {
    for (const arm of arms) {
      const row = telling.map(({ logs, column }) => logs[arm][index]?.[column] ?? null)
      const values = present(row).length
      const group = groups.get(row.join(' ')) ?? { launches: [], values }
      if (values > 0) groups.set(row.join(' '), group)
      group.launches.push({ arm, pair, attempt })
    }
  })
  const copies = [...groups.values()].filter(({ launches }) => launches.length > 1)
  const isEveryPair =
    attempts.length >= fewestPairs && copies.length === attempts.length && copies.length === groups.size
  return copies.filter(({ values }) => isEveryPair || values >= fewestValues).map(({ launches }) => launches)
}

/** Whether at least half of a cell's values differ from each other: what is left of them when every launch is there twice. */
function doVary(logs: MetricTable['logs'], column: number): boolean {
  const values = arms.flatMap((arm) => present(logs[arm].map((row) => row[column] ?? null)))
  return 2 * new Set(values).size >= values.length
}
