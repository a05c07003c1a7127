import { arms, byArm, type Arm } from '../comparison/arm.js'
import { present, type Table } from './statistics/additive.js'
import { at } from './statistics/at.js'
import { quantile } from './statistics/location.js'
import { centresOf, columnsOf, differences, distance } from './statistics/rows.js'
import { madAboutZero, qnWithin } from './statistics/scale.js'
import { withoutOrderEffect } from './order-effect.js'
import type { MetricTable } from './tables.js'
import { disturbance, unsteadyHost } from './tuning.js'

/** Launches of one metric that stand apart from the others of their arm: one entry an attempt. */
export interface Standing {
  /** Slower than its arm by more than the noise explains: its pair is measured again. */
  readonly disturbed: readonly boolean[]
  /** Off in either direction. */
  readonly odd: readonly boolean[]
}

const {
  fewestLaunches,
  fewestForQuartiles,
  fewestCases,
  reach: sdReach,
  launchShare,
  caseShare,
  usualMargin,
} = disturbance
const { mostApart } = unsteadyHost

/**
 * Finds launches that stand apart, by the same rule in both arms: score = median over cases of (signed ln
 * value - upper quartile of its arm and case, their median below five launches); disturbed where the score
 * is below -max(5 Qn, 3 %; 6 % of TTFT), Qn from differences of scores within arms. Odd likewise, above the lower
 * quartile too. `first` names the arm that was launched first in each attempt: a clear order effect is
 * taken out before, or every second launch would stand apart.
 */
export function findDisturbed(table: MetricTable, first: readonly Arm[] = []): Record<Arm, Standing> {
  const logs = withoutOrderEffect(table.logs, first)
  const scored = byArm((arm) => scores(logs[arm]))
  const scale = qnWithin(arms.map((arm) => present(scored[arm].slow)))
  const reach = Math.max(sdReach * scale, launchShare * smallestMargin(table))
  const standing = ({ slow, fast }: Scores): Standing => {
    const disturbed = slow.map((score) => score !== null && score < -reach)
    return {
      disturbed,
      odd: fast.map((score, index) => at(disturbed, index) || (score !== null && score > reach)),
    }
  }
  return byArm((arm) => standing(scored[arm]))
}

/** What counts at least: a metric that varies more has a larger margin of its own. */
function smallestMargin({ leastMargin = 0 }: Pick<MetricTable, 'leastMargin'>): number {
  return Math.max(usualMargin, leastMargin)
}

interface Scores {
  readonly slow: (number | null)[]
  readonly fast: (number | null)[]
}

function scores(rows: Table): Scores {
  const columns = columnsOf(rows)
  const against = (quartile: number) => {
    const reference = columns.map((values) => {
      if (values.length < fewestLaunches) return null
      return quantile(values, values.length < fewestForQuartiles ? 0.5 : quartile)
    })
    return rows.map((row) => distance(row, reference))
  }
  return { slow: against(0.75), fast: against(0.25) }
}

/**
 * Takes single values out that fell far behind their own launch: slower than the launch's median over cases
 * by more than max(5 MAD, 5 %; 10 % of TTFT), each case seen from its median in the arm. Where that would take
 * more than two fifths of a case's pairs, it is what the case is like, and none is taken out. Tables of fewer
 * than three cases or launches come back as they are. Returns the tables by arm, and by arm and case how many
 * values fell behind and how many were taken out.
 */
export function voidSlowCases(table: Pick<MetricTable, 'logs' | 'leastMargin'>): {
  logs: Record<Arm, Table>
  slow: Record<Arm, number[]>
  taken: Record<Arm, number[]>
} {
  const { logs } = table
  const deviations = byArm((arm) => deviationsWithin(logs[arm]))
  const all = arms.flatMap((arm) => deviations[arm].flatMap(present))
  const reach =
    all.length === 0 ? 0 : Math.max(sdReach * madAboutZero(all), caseShare * smallestMargin(table))
  const isSlow = (arm: Arm, index: number, column: number) => (deviations[arm][index]?.[column] ?? 0) < -reach
  const countOf = (isCounted: (index: number, column: number) => boolean) =>
    (logs.main[0] ?? []).map((_, column) => logs.main.filter((_, index) => isCounted(index, column)).length)
  const isPair = (index: number, column: number) =>
    arms.every((arm) => (logs[arm][index]?.[column] ?? null) !== null)
  const pairs = countOf(isPair)
  const lost = countOf(
    (index, column) => isPair(index, column) && arms.some((arm) => isSlow(arm, index, column)),
  )
  const isException = lost.map((count, column) => count <= mostApart * at(pairs, column))
  const slow = byArm((arm) => countOf((index, column) => isSlow(arm, index, column)))
  const clean = (arm: Arm) =>
    logs[arm].map((row, index) =>
      row.map((value, column) => (isException[column] === true && isSlow(arm, index, column) ? null : value)),
    )
  const takenOf = (arm: Arm) => slow[arm].map((count, column) => (isException[column] === true ? count : 0))
  return { logs: byArm(clean), slow, taken: byArm(takenOf) }
}

function deviationsWithin(rows: Table): (number | null)[][] {
  const width = rows[0]?.length ?? 0
  if (width < fewestCases || rows.length < fewestLaunches) return []
  const centres = centresOf(rows, fewestLaunches)
  return rows.map((row) => {
    const shared = distance(row, centres) ?? 0
    return differences(row, centres).map((own) => (own === null ? null : own - shared))
  })
}
