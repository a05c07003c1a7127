import { arms } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import { median } from './statistics/location.js'

/** The values of an arm: the middle one and the ends; null where there are none. */
export interface ArmFigures {
  readonly launches: number
  readonly median: number
  readonly min: number
  readonly max: number
}

/** What launches measured of a case and metric, without a test of whether the arms differ. */
export interface CellFigures {
  readonly case: string
  readonly metric: string
  readonly unit: string
  readonly main: ArmFigures | null
  readonly pr: ArmFigures | null
  /** Of the medians, a fraction, + is better; null without both arms. */
  readonly change: number | null
}

/** The figures of each case and metric. Void values are left out. */
export function figuresOf(samples: readonly Sample[]): CellFigures[] {
  const cells = new Map<string, Sample[]>()
  for (const sample of samples) {
    const key = JSON.stringify([sample.case, sample.metric])
    const known = cells.get(key)
    if (known === undefined) cells.set(key, [sample])
    else known.push(sample)
  }
  return [...cells.values()].flatMap((ofCell) => {
    const [first] = ofCell
    if (first === undefined) return []
    const [main = null, pr = null] = arms.map((arm) =>
      armFigures(ofCell.filter((sample) => sample.arm === arm)),
    )
    const ratio = main === null || pr === null ? null : pr.median / main.median
    const change = ratio === null ? null : (first.better === 'higher' ? ratio : 1 / ratio) - 1
    return [
      {
        case: first.case,
        metric: first.metric,
        unit: first.unit,
        main,
        pr,
        change: change === null || !Number.isFinite(change) ? null : change,
      },
    ]
  })
}

function armFigures(samples: readonly Sample[]): ArmFigures | null {
  const values = samples
    .flatMap(({ value, valid }) => (valid && value !== null && Number.isFinite(value) ? [value] : []))
    .sort((left, right) => left - right)
  const [min] = values
  const max = values.at(-1)
  if (min === undefined || max === undefined) return null
  return { launches: values.length, median: median(values), min, max }
}
