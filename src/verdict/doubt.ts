import { changeOf } from './statistics/paired.js'
import { changeWithInterval } from './compose-cells.js'
import type { Instability } from './instability.js'
import { beyondMargin, reaches } from './margins.js'
import type { MeasuredMetric } from './measure.js'
import type { MetricReason } from './reasons.js'
import type { UnstableCase } from './unstable-cases.js'

/** Why "no change" of a metric is not said whatever its mean shows; null where nothing speaks against it. */
export function doubtOf(
  metric: MeasuredMetric,
  { suspected, arm }: Instability,
  unstableCases: readonly UnstableCase[],
): MetricReason | null {
  if (suspected && arm !== undefined) return { kind: 'arm-disturbed-more-often', arm }
  const unstable = unstableCases.find(({ doubtful }) => doubtful)
  if (unstable !== undefined) return { kind: 'case-slow-more-often', case: unstable.case, arm: unstable.arm }
  return hidesChange(metric) ? { kind: 'case-beyond-margin' } : null
}

/**
 * The mean lies inside the margin and a case beyond it with all of its interval: opposite changes cancel, or
 * most cases hide one. A mean beyond the margin hides nothing.
 */
function hidesChange({ cells, margin, reduced }: MeasuredMetric): boolean {
  if (reduced === undefined || reaches(changeOf(reduced.estimate.mean), margin)) return false
  return cells.some((cell) => beyondMargin(changeWithInterval(cell.estimate), margin) !== undefined)
}
