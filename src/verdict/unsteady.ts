import { arms, byArm, otherArm, type Arm } from '../comparison/arm.js'
import { present, type Table } from './statistics/additive.js'
import { fisherGreater } from './statistics/exact-test.js'
import { centresOf, distance } from './statistics/rows.js'
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
  const kept = byArm((arm) => centresOf(logs[arm].filter((_, index) => disturbed[arm][index] !== true)))
  return arms.some((arm) => {
    const setAside = centresOf(logs[arm].filter((_, index) => disturbed[arm][index] === true))
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
