import type { Arm } from '../comparison/arm.js'
import { change, geometricMean } from '../comparison/change.js'
import { findMetric, type Better } from '../comparison/metrics.js'
import type { Sample } from '../comparison/samples.js'

/** An arm's value in a cell, or in words why it has none; `failed` where it was tried and that is why. */
export type Side = { readonly value: number } | { readonly missing: string; readonly failed?: true }

const notMeasured = 'not measured'

/** A case and a metric, with both arms' values and the change between them. */
export interface Cell {
  readonly case: string
  readonly metric: string
  readonly label: string
  readonly unit: string
  readonly better: Better
  readonly main: Side
  readonly pr: Side
  /** As a fraction, + is faster; absent where an arm has no value. */
  readonly change?: number
  /** The changes of the single pairs, in their order. */
  readonly pairChanges: readonly number[]
}

/**
 * The cells of one stage, in the order of the samples. Values are geometric means over the pairs in which
 * both arms have one, so that the change is theirs; where there is no such pair, over what an arm has.
 */
export function cellsOf(samples: readonly Sample[]): Cell[] {
  const groups = new Map<string, Sample[]>()
  for (const sample of samples) {
    const key = `${sample.case}\0${sample.metric}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [sample])
    else group.push(sample)
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [cellOf(first, group)]
  })
}

/** A cell from one value of each arm, for results that have no samples. */
export function cellOfValues(
  cell: Pick<Cell, 'case' | 'metric' | 'label' | 'unit' | 'better'>,
  main: Side,
  pr: Side,
): Cell {
  const { case: name, metric, label, unit, better } = cell
  if (!('value' in main) || !('value' in pr)) {
    return { case: name, metric, label, unit, better, main, pr, pairChanges: [] }
  }
  const difference = change(main.value, pr.value, better)
  return { case: name, metric, label, unit, better, main, pr, change: difference, pairChanges: [difference] }
}

function cellOf(sample: Sample, group: readonly Sample[]): Cell {
  const { case: name, metric, unit, better } = sample
  const cell = { case: name, metric, label: findMetric(metric)?.label ?? metric, unit, better }
  const main = valuesByPair(group, 'main')
  const pr = valuesByPair(group, 'pr')
  const complete = [...main].flatMap(([pair, value]) => {
    const other = pr.get(pair)
    return other === undefined ? [] : [{ pair, main: value, pr: other }]
  })
  if (complete.length === 0) {
    // Each arm may have values, but never in the same pair: nothing that could be compared.
    const side = (arm: Arm, values: Iterable<number>) => sideOf([...values], missingSide(group, arm))
    return { ...cell, main: side('main', main.values()), pr: side('pr', pr.values()), pairChanges: [] }
  }
  const means = cellOfValues(
    cell,
    sideOf(complete.map((values) => values.main)),
    sideOf(complete.map((values) => values.pr)),
  )
  const ordered = complete.sort((left, right) => left.pair - right.pair)
  return { ...means, pairChanges: ordered.map((values) => change(values.main, values.pr, better)) }
}

function sideOf(values: readonly number[], missing: Side = { missing: notMeasured }): Side {
  const value = geometricMean(values)
  return value === undefined ? missing : { value }
}

function valuesByPair(group: readonly Sample[], arm: Arm): Map<number, number> {
  const values = new Map<number, number>()
  for (const sample of group) {
    if (sample.arm === arm && sample.valid && sample.value !== null) values.set(sample.pair, sample.value)
  }
  return values
}

/** Why an arm has no value: the latest reason that its samples give, of launches beside a valid one where there are such. */
function missingSide(group: readonly Sample[], arm: Arm): Side {
  const stated = group.filter(
    ({ arm: own, reason }) => own === arm && reason !== '' && reason !== notMeasured,
  )
  const beside = stated.filter((sample) =>
    group.some(
      ({ arm: own, valid, pair, attempt }) =>
        own !== arm && valid && pair === sample.pair && attempt === sample.attempt,
    ),
  )
  const latest = beside.at(-1) ?? stated.at(-1)
  return latest === undefined ? { missing: notMeasured } : { missing: latest.reason, failed: true }
}
