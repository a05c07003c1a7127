import { otherArm, type Arm } from '../comparison/arm.js'
import { fisherGreater } from './statistics/exact-test.js'
import type { MeasuredMetric, MeasuredStage } from './measure.js'
import { instability } from './tuning.js'

/**
 * A case of a metric whose single values fell behind their launch in more launches of one arm than of the
 * other.
 */
export interface UnstableCase {
  readonly case: string
  /** The arm in which it did so more often. */
  readonly arm: Arm
  /** Launches in which it did, by arm, of so many that are judged. */
  readonly slow: Readonly<Record<Arm, number>>
  readonly launches: number
  /**
   * One-sided p of Fisher's exact test: that arm's launches of the case against the other arm's of all
   * cases.
   */
  readonly p: number
  /** Whether that is enough, among the metric's cases, to doubt "no change". */
  readonly doubtful: boolean
}

const { fewestMoreOfCase, levelOfCases } = instability

/**
 * The cases of a stage's metric that are slow now and then in one arm, in two launches more than in the
 * other. Such values are taken out before anything is averaged, so this is what sees a PR that slows one
 * case in some of its launches. Yardstick: how often the other arm's single values of that metric fell
 * behind, over all stages.
 */
export function findUnstableCases(
  stage: MeasuredStage,
  metric: MeasuredMetric,
  all: readonly MeasuredStage[],
): UnstableCase[] {
  if (!metric.gating) return []
  const launches = stage.judged.length
  const { main, pr } = metric.slowByCase
  return metric.table.cases.flatMap((name, column) => {
    const slow = { main: main[column] ?? 0, pr: pr[column] ?? 0 }
    if (Math.abs(slow.pr - slow.main) < fewestMoreOfCase) return []
    const arm: Arm = slow.pr > slow.main ? 'pr' : 'main'
    const others = countSlow(all, metric.table.metric, otherArm(arm))
    const p = fisherGreater(slow[arm], launches, others.slow, others.values)
    return [{ case: name, arm, slow, launches, p, doubtful: p * metric.table.cases.length <= levelOfCases }]
  })
}

function countSlow(
  all: readonly MeasuredStage[],
  metric: string,
  arm: Arm,
): { slow: number; values: number } {
  let slow = 0
  let values = 0
  for (const { metrics, judged } of all)
    for (const each of metrics)
      if (each.table.metric === metric) {
        slow += each.slowByCase[arm].reduce((sum, count) => sum + count, 0)
        values += judged.length * each.table.cases.length
      }
  return { slow, values }
}
