import { arms } from '../../comparison/arm.js'
import { present } from '../statistics/additive.js'
import { at } from '../statistics/at.js'
import { changeOf } from '../statistics/paired.js'
import { centresOf, distance } from '../statistics/rows.js'
import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { withoutOrderEffect } from '../order-effect.js'
import { checks } from '../tuning.js'

const { fewestInGroup, smallestGap, clearness } = checks

/**
 * An arm whose launches fall into two groups: the same program starts in one of two states. Disturbed
 * launches count; a clear order effect is taken out before, for it would make two groups of any arm.
 */
export function checkBimodal({ tables, metrics }: MeasuredStage): Finding[] {
  const first = tables.attempts.map((attempt) => attempt.first)
  return metrics
    .filter(({ gating }) => gating)
    .flatMap(({ table: { metric, logs } }) => {
      const level = withoutOrderEffect(logs, first)
      return arms.flatMap((arm) => {
        const centres = centresOf(level[arm])
        const groups = twoGroups(present(level[arm].map((row) => distance(row, centres))))
        if (groups === undefined) return []
        const { slow, fast, gap } = groups
        const slower = -changeOf(-gap)
        return [finding({ kind: 'bimodal', arm, slow, fast, slower }, { metric })]
      })
    })
}

interface Groups {
  readonly slow: number
  readonly fast: number
  /**
   * Between the nearest launches of the two (ln); told on the scale of the changes, so that 800 is 20 %
   * slower than 1000.
   */
  readonly gap: number
}

function twoGroups(scores: readonly number[]): Groups | undefined {
  const sorted = [...scores].sort((a, b) => a - b)
  let best: Groups | undefined
  for (let slow = fewestInGroup; slow <= sorted.length - fewestInGroup; slow++) {
    const gap = at(sorted, slow) - at(sorted, slow - 1)
    const wider = Math.max(
      at(sorted, slow - 1) - at(sorted, 0),
      at(sorted, sorted.length - 1) - at(sorted, slow),
    )
    if (gap >= Math.max(smallestGap, clearness * wider) && gap > (best?.gap ?? 0))
      best = { slow, fast: sorted.length - slow, gap }
  }
  return best
}
