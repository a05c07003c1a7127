import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { checks } from '../tuning.js'

const { unitFactors, unitReach } = checks

/** A metric whose arms differ in every case by about a factor that lies between units: ms and s, MB and B. */
export function checkUnits({ metrics }: MeasuredStage): Finding[] {
  return metrics.flatMap(({ table: { metric, better }, cells }) => {
    // As a ratio of the values, whatever is better.
    const ratios = cells.map(({ estimate }) => (better === 'higher' ? estimate.mean : -estimate.mean))
    const times = unitFactors.find((factor) =>
      [1, -1].some((sign) => ratios.every((ratio) => Math.abs(sign * ratio - Math.log(factor)) < unitReach)),
    )
    if (times === undefined || ratios.length === 0) return []
    const larger = ratios.every((ratio) => ratio > 0) ? 'pr' : 'main'
    return [finding({ kind: 'unit-factor', times, larger }, { metric })]
  })
}
