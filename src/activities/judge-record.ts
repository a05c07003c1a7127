import type { StageNeed } from '../comparison/activities.js'
import type { RunRecord } from '../results/record.js'

/**
 * How many valid pairs each stage has, and how many it wants before it is judged again: with a fixed number of
 * pairs a stage is done when it has them.
 */
export function judgeRecord(record: RunRecord): Record<string, StageNeed> {
  const { plan, pairs } = record
  const lastLook = Math.max(...plan.looks)
  return Object.fromEntries(
    plan.stages.map((stage): [string, StageNeed] => {
      const valid = pairs.filter(
        (pair) =>
          pair.stage === stage.name && pair.launches.every((launch) => launch.voidReason === undefined),
      )
      const numbers = new Set(valid.map((pair) => pair.pair))
      return [stage.name, { pairsValid: numbers.size, pairsWanted: Math.min(lastLook, numbers.size) }]
    }),
  )
}
