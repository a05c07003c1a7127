import { arms, byArm, otherArm, type Arm } from '../comparison/arm.js'
import type { Table } from './statistics/additive.js'
import { median } from './statistics/location.js'
import { centresOf, distance } from './statistics/rows.js'
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
  return byArm(level)
}

function stepsOf(logs: Logs, first: readonly Arm[]): Step[] {
  return first.flatMap((arm, index) => {
    const value = distance(logs[otherArm(arm)][index] ?? [], logs[arm][index] ?? [])
    return value === null ? [] : [{ first: arm, value }]
  })
}

/**
 * An arm's second launches against its own first ones (ln), median over the cases; 0 where a case has only
 * one of them.
 */
function effectWithin(rows: Table, arm: Arm, first: readonly Arm[]): number {
  const before = rows.filter((_, index) => first[index] === arm)
  const after = rows.filter((_, index) => first[index] !== arm)
  return distance(centresOf(after), centresOf(before)) ?? 0
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
