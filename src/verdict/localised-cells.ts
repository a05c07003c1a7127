import { holm } from './statistics/multiplicity.js'
import { changeOf } from './statistics/paired.js'
import type { Cell } from './cells.js'
import { reaches } from './margins.js'
import type { MeasuredStage } from './measure.js'
import { pOf } from './no-change.js'
import { hint } from './tuning.js'

/**
 * Cells that stand apart from their stage, and cells that may, but are not proven to: their stage goes on.
 */
export interface LocalisedCells {
  readonly found: ReadonlySet<Cell>
  readonly hinted: ReadonlySet<Cell>
}

/**
 * Holm over every cell of every gating metric of the comparison, on its deviation from its stage, each at
 * the level of its stage's look. A cell counts only where both its deviation and its change reach the
 * margin, in the same direction.
 */
export function localiseCells(stages: readonly MeasuredStage[]): LocalisedCells {
  const tested = stages.flatMap((stage) =>
    stage.metrics
      .filter((metric) => metric.gating)
      .flatMap((metric) =>
        metric.cells.flatMap((cell) =>
          cell.deviation === undefined
            ? []
            : [{ cell, deviation: cell.deviation, level: stage.look?.cells ?? 0, margin: metric.margin }],
        ),
      ),
  )
  const pValues = tested.map(({ deviation }) => pOf(deviation))
  const levels = tested.map(({ level }) => level)
  const rejected = holm(pValues, levels)
  const hinting = Math.min(hint.ofOne, hint.ofAll / tested.length)
  const found = new Set<Cell>()
  const hinted = new Set<Cell>()
  tested.forEach(({ cell, deviation, margin }, index) => {
    const change = changeOf(cell.estimate.mean)
    const apart = changeOf(deviation.mean)
    if (change * apart <= 0 || !reaches(change, margin) || !reaches(apart, margin)) return
    if (rejected[index] === true) found.add(cell)
    else if ((pValues[index] ?? 1) <= hinting) hinted.add(cell)
  })
  return { found, hinted }
}
