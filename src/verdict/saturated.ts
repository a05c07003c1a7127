import { arms, byArm, type Arm } from '../comparison/arm.js'
import type { MetricTable, StageTables } from './tables.js'

/**
 * Splits a stage's tables where its server fell behind the offered rate. In such a case latencies that hold
 * the queue grow with the length of the run, so they are shown and not judged, and the throughput decides,
 * which elsewhere is only the offered rate. A case counts where half of the launches of an arm or more say
 * so. A stage without one comes back as it is.
 */
export function splitSaturated(stage: StageTables): StageTables {
  const names = saturatedCases(stage)
  if (names.size === 0) return stage
  const split = stage.metrics.flatMap((table) => {
    if (table.whenSaturated === undefined) return [table]
    const rest = onlyCases(table, (name) => !names.has(name))
    const own = { ...onlyCases(table, (name) => names.has(name)), saturated: table.whenSaturated }
    return [rest, own].filter(({ cases }) => cases.length > 0)
  })
  return { ...stage, metrics: split }
}

/** The cases in which the server fell behind. */
export function saturatedCases({ metrics }: StageTables): Set<string> {
  return new Set(
    metrics.flatMap(({ cases, logs, behind }) =>
      behind === undefined
        ? []
        : cases.filter((_, column) =>
            arms.some((arm: Arm) => {
              const launches = logs[arm].filter((row) => (row[column] ?? null) !== null).length
              const times = behind[arm][column] ?? 0
              return times > 0 && 2 * times >= launches
            }),
          ),
    ),
  )
}

function onlyCases(table: MetricTable, isChosen: (name: string) => boolean): MetricTable {
  const columns = [...table.cases.keys()].filter((column) => isChosen(table.cases[column] ?? ''))
  const pick = (arm: Arm) => table.logs[arm].map((row) => columns.map((column) => row[column] ?? null))
  return {
    ...table,
    cases: columns.map((column) => table.cases[column] ?? ''),
    logs: byArm(pick),
  }
}
