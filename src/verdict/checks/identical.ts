import { arms, type Arm } from '../../comparison/arm.js'
import { present } from '../statistics/additive.js'
import { finding, type Finding, type FindingFacts } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import type { MetricTable } from '../tables.js'
import { findCopies, type LaunchPlace } from './copies.js'
import { checks } from '../tuning.js'

/** Values that no two real launches share: of a case in every launch of an arm, or of whole launches. */
export function checkIdentical({ tables }: MeasuredStage): Finding[] {
  const { metrics, attempts } = tables
  const copies = copiedLaunches(findCopies(metrics, attempts)).map((facts) => finding(facts))
  return [...copies, ...metrics.flatMap(constantCases)]
}

/**
 * Both arms of a pair with the same values are told together, over the pairs: one mistake makes all of
 * them.
 */
function copiedLaunches(
  groups: readonly (readonly LaunchPlace[])[],
): Extract<FindingFacts, { kind: 'copied-launches' }>[] {
  const isPair = (launches: readonly LaunchPlace[]) => new Set(launches.map(({ pair }) => pair)).size === 1
  const pairs = [...new Set(groups.filter(isPair).flatMap((launches) => launches.map(({ pair }) => pair)))]
  const others = groups.filter((launches) => !isPair(launches))
  return [
    ...(pairs.length === 0 ? [] : [{ kind: 'copied-launches' as const, pairs, launches: [] }]),
    ...others.map((launches) => ({ kind: 'copied-launches' as const, pairs: [], launches: [...launches] })),
  ]
}

/**
 * Cases whose value is the same in every launch of an arm: real launches vary, a cached or made-up result
 * does not.
 */
function constantCases({ metric, cases, logs }: MetricTable): Finding[] {
  return arms.flatMap((arm: Arm) => {
    const same = cases.filter((_, column) => {
      const values = present(logs[arm].map((row) => row[column] ?? null))
      return values.length >= checks.fewestEqual && values.every((value) => value === values[0])
    })
    if (same.length === 0) return []
    const facts = { kind: 'constant-values', arm, cases: same.length, of: cases.length } as const
    return [finding(facts, { metric })]
  })
}
