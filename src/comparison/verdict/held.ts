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

/** A case that is not named lies beyond the margin with all of its interval: opposite changes cancel in the mean. */
function hidesChange({ cells, margin }: MeasuredMetric, { found }: LocalisedCells): boolean {
  return cells.some(
    (cell) => !found.has(cell) && beyondMargin(changeWithInterval(cell.estimate), margin) !== undefined,
  )
}
