import { changeOf } from './statistics/paired.js'
import { beyondMargin } from './beyond-margin.js'
import { changeWithInterval } from './compose-cells.js'
import type { Instability } from './instability.js'
import type { LocalisedCells } from './localised-cells.js'
import type { MeasuredMetric } from './measure.js'
import type { UnstableCase } from './unstable-cases.js'

/** Why "no change" of a metric is not said whatever its mean shows; '' where nothing speaks against it. */
export function heldBecause(
  metric: MeasuredMetric,
  { suspected, arm }: Instability,
  unstableCases: readonly UnstableCase[],
  localised: LocalisedCells,
): string {
  if (suspected && arm !== undefined) return `${arm} is disturbed more often`
  const unstable = unstableCases.find(({ doubtful }) => doubtful)
  if (unstable !== undefined) return `${unstable.case} is slow more often in ${unstable.arm}`
  return hidesChange(metric, localised) ? 'a single case lies beyond the margin' : ''
}

/**
 * The mean lies inside the margin and a case that is not named beyond it with all of its interval: opposite changes cancel, or
 * most cases hide one. A mean beyond the margin hides nothing.
 */
function hidesChange({ cells, margin, reduced }: MeasuredMetric, { found }: LocalisedCells): boolean {
  if (reduced === undefined || Math.abs(changeOf(reduced.estimate.mean)) >= margin) return false
  return cells.some(
    (cell) => !found.has(cell) && beyondMargin(changeWithInterval(cell.estimate), margin) !== undefined,
  )
}
