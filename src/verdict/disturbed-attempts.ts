import { arms, byArm, type Arm } from '../comparison/arm.js'
import { at } from './statistics/at.js'
import { findDisturbed } from './disturbance.js'
import type { MetricTable } from './tables.js'
import { areInTwoStates, areManyApart, type Unsteady } from './unsteady.js'

/** The attempts of a stage with launches that stand apart. */
export interface DisturbedAttempts {
  /**
   * By arm, one entry an attempt: its launch stands apart in a deciding metric. None where the stage is in
   * two states.
   */
  readonly disturbed: Readonly<Record<Arm, readonly boolean[]>>
  /** Attempts that are not judged for it; none on an unsteady host. */
  readonly setAside: readonly boolean[]
  /** Whether any launch was off in either direction. */
  readonly odd: boolean
  readonly unsteady: Unsteady | undefined
}

/**
 * Finds the attempts with a disturbed launch. They are set aside, so that they can be measured again,
 * unless they tell what the host is like. `complete` says which attempts gave a value in both arms, `first`
 * which arm each launched first.
 */
export function findDisturbedAttempts(
  tables: readonly MetricTable[],
  complete: readonly boolean[],
  first: readonly Arm[],
): DisturbedAttempts {
  const measured = tables.map((table) => onlyComplete(table, complete))
  const standings = measured.map((table) => findDisturbed(table, first))
  const odd = standings.some((standing) => arms.some((arm) => standing[arm].odd.some(Boolean)))
  const none = complete.map(() => false)
  const isApart = (arm: Arm) =>
    complete.map(
      (both, index) => both && standings.some((standing) => standing[arm].disturbed[index] === true),
    )
  const inStates = measured.some(({ logs }, metric) => {
    const { main, pr } = at(standings, metric)
    return areInTwoStates(logs, { main: main.disturbed, pr: pr.disturbed })
  })
  if (inStates) return { disturbed: byArm(() => none), setAside: none, odd, unsteady: 'states' }
  const disturbed = byArm(isApart)
  if (areManyApart(disturbed, complete)) return { disturbed, setAside: none, odd, unsteady: 'many' }
  const setAside = complete.map((_, index) => arms.some((arm) => at(disturbed[arm], index)))
  return { disturbed, setAside, odd, unsteady: undefined }
}

function onlyComplete(table: MetricTable, complete: readonly boolean[]): MetricTable {
  if (complete.every(Boolean)) return table
  const keep = (arm: Arm) =>
    table.logs[arm].map((row, index) => (complete[index] === true ? row : row.map(() => null)))
  return { ...table, logs: byArm(keep) }
}
