import { arms, type Arm } from '../../arm.js'
import { present } from '../../statistics/additive.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { stageName } from '../wording.js'

const fewestLaunches = 3

/** Cases whose value is the same in every launch of an arm: real launches vary, a cached or made-up result does not. */
export function checkIdentical({ tables }: MeasuredStage): Finding[] {
  const { model, benchmarkType } = tables
  return tables.metrics.flatMap(({ metric, cases, logs }) =>
    arms.flatMap((arm: Arm) => {
      const same = cases.filter((_, column) => {
        const values = present(logs[arm].map((row) => row[column] ?? null))
        return values.length >= fewestLaunches && values.every((value) => value === values[0])
      })
      if (same.length === 0) return []
      const sentence = `${stageName(model, benchmarkType)}, ${metric}: ${same.length} of ${cases.length} cases have the same value in every launch of ${arm}: cached, rounded or not measured?`
      return [finding('identical-values', sentence, { model, benchmarkType, metric })]
    }),
  )
}
