import { arms, otherArm, type Arm } from '../comparison/arm.js'
import { present, type Table } from './statistics/additive.js'
import { median } from './statistics/location.js'
import { orderEffect } from './tuning.js'

type Logs = Readonly<Record<Arm, Table>>

/** Second launch against first of one attempt, median over the cases. */
interface Step {
  readonly first: Arm
  readonly value: number
}

const { fewestSteps, fewestOfAnOrder, fewestBesideChange, smallest, alikeShare, leastShareOfArm } =
  orderEffect

/**
 * Takes what the second launch of a pair has more or less than the first out of the second ones, where that
 * is clear: nearly the same in nearly all pairs, of either order, and seen in each arm by itself: one arm's
 * slow launches that all fell on one place of the pair look the same over the pairs. The arms' own
 * difference has the opposite sign in the two orders and stays. Anything less than clear gives the tables
 * back as they are.
 */
export function withoutOrderEffect(logs: Logs, first: readonly Arm[]): Logs {
  const effect = clearEffect(stepsOf(logs, first))
  if (effect === 0 || arms.some((arm) => effectWithin(logs[arm], arm, first) / effect < leastShareOfArm))
    return logs
  const level = (arm: Arm) =>
    logs[arm].map((row, index) =>
      first[index] === otherArm(arm) ? row.map((value) => (value === null ? null : value - effect)) : row,
    )
  return { main: level('main'), pr: level('pr') }
}

function stepsOf(logs: Logs, first: readonly Arm[]): Step[] {
  return first.flatMap((arm, index) => {
    const before = logs[arm][index] ?? []
    const after = logs[otherArm(arm)][index] ?? []
    const distances = present(
      after.map((value, column) => {
        const earlier = before[column] ?? null
        return value === null || earlier === null ? null : value - earlier
      }),
    )
    return distances.length === 0 ? [] : [{ first: arm, value: median(distances) }]
  })
}

/**
 * An arm's second launches against its own first ones (ln), median over the cases; 0 where a case has only
 * one of them.
 */
function effectWithin(rows: Table, arm: Arm, first: readonly Arm[]): number {
  const valuesOf = (column: number, isFirst: boolean) =>
    present(rows.map((row, index) => ((first[index] === arm) === isFirst ? (row[column] ?? null) : null)))
  const distances = (rows[0] ?? []).flatMap((_, column) => {
    const before = valuesOf(column, true)
    const after = valuesOf(column, false)
    return before.length === 0 || after.length === 0 ? [] : [median(after) - median(before)]
  })
  return distances.length === 0 ? 0 : median(distances)
}

/** The order effect (ln) where it is clear, else 0. */
function clearEffect(steps: readonly Step[]): number {
  const main = steps.filter(({ first }) => first === 'main').map(({ value }) => value)
  const pr = steps.filter(({ first }) => first === 'pr').map(({ value }) => value)
  if (steps.length < fewestSteps || Math.min(main.length, pr.length) < fewestOfAnOrder) return 0
  const effect = (median(main) + median(pr)) / 2
  const change = (median(main) - median(pr)) / 2
  if (Math.abs(effect) < smallest) return 0
  const alike = steps.filter(({ first, value }) => {
    const share = (first === 'main' ? value - change : value + change) / effect
    return share >= 0.5 && share <= 1.5
  })
  const isClear =
    Math.abs(change) > Math.abs(effect) / 2
      ? steps.length >= fewestBesideChange && alike.length === steps.length
      : alike.length >= alikeShare * steps.length
  return isClear ? effect : 0
}
