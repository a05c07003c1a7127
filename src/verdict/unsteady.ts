import { arms, otherArm, type Arm } from '../comparison/arm.js'
import { present, type Table } from './statistics/additive.js'
import { fisherGreater } from './statistics/exact-test.js'
import { median } from './statistics/location.js'
import { unsteadyHost } from './tuning.js'

/**
 * Why no launch of a stage is set aside although some stand apart: 'states' where one arm's slow launches
 * are as slow as the other arm's ordinary ones, 'many' where too many stand apart to be exceptions.
 */
export type Unsteady = 'states' | 'many'

const { sameLevel, noLuck, mostApart } = unsteadyHost

/**
 * Whether more than two fifths of a stage's launches stand apart. `complete` says which attempts have both.
 */
export function areManyApart(
  disturbed: Readonly<Record<Arm, readonly boolean[]>>,
  complete: readonly boolean[],
): boolean {
  const apart = arms.reduce((sum, arm) => sum + disturbed[arm].filter(Boolean).length, 0)
  return apart > mostApart * 2 * complete.filter(Boolean).length
}

/**
 * Whether a metric's arms may have been kept in two different states of the host: the launches of one arm
 * that stand apart are as slow as those of the other arm that do not. A host that starts launches in one of
 * two states gives that by chance, and setting the slow ones of one arm aside would compare one state with
 * the other. It is none where the other arm is slow so much more often (Fisher's exact test) that no chance
 * gives it. `disturbed` marks the launches by arm.
 */
export function areInTwoStates(
  logs: Readonly<Record<Arm, Table>>,
  disturbed: Readonly<Record<Arm, readonly boolean[]>>,
): boolean {
  const kept = {
    main: levels(logs.main, (index) => disturbed.main[index] !== true),
    pr: levels(logs.pr, (index) => disturbed.pr[index] !== true),
  }
  return arms.some((arm) => {
    const setAside = levels(logs[arm], (index) => disturbed[arm][index] === true)
    const gap = distance(kept[arm], setAside)
    const change = distance(kept[arm], kept[otherArm(arm)])
    if (gap === null || change === null || Math.abs(change - gap) > gap * sameLevel) return false
    const own = countSlow(logs[arm], kept[arm], gap / 2)
    const other = countSlow(logs[otherArm(arm)], kept[arm], gap / 2)
    return fisherGreater(other.slow, other.launches, own.slow, own.launches) > noLuck
  })
}

/** How many launches have a value, and how many of those lie further below the levels than `reach` (ln). */
function countSlow(
  rows: Table,
  level: readonly (number | null)[],
  reach: number,
): { slow: number; launches: number } {
  const distances = present(rows.map((row) => distance(level, row)))
  return { slow: distances.filter((below) => below > reach).length, launches: distances.length }
}

/** By case: the median of the launches that are asked for; null where none has a value. */
function levels(rows: Table, isAsked: (index: number) => boolean): (number | null)[] {
  const asked = rows.filter((_, index) => isAsked(index))
  return (rows[0] ?? []).map((_, column) => {
    const values = present(asked.map((row) => row[column] ?? null))
    return values.length === 0 ? null : median(values)
  })
}

/** How much faster the first levels are than the second (ln), median over the cases that both have. */
function distance(first: readonly (number | null)[], second: readonly (number | null)[]): number | null {
  const distances = first.flatMap((value, column) => {
    const other = second[column] ?? null
    return value === null || other === null ? [] : [value - other]
  })
  return distances.length === 0 ? null : median(distances)
}
