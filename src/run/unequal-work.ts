import { arms, type Arm } from '../comparison/arm.js'
import type { PairResult } from '../comparison/launch.js'
import { workKinds, type WorkKind } from '../comparison/work.js'
import { finding, type Finding } from '../verdict/findings.js'
import { twoSidedP } from '../verdict/statistics/distributions.js'
import { mean, variance } from '../verdict/statistics/location.js'
import type { RunRecord } from './record.js'
import { validPairs } from './samples.js'

/** Chance of a false finding in a whole comparison. */
const level = 0.01
/** Fewer pairs tell counts that repeat by chance from counts that are fixed no better than guessing. */
const fewestPairs = 3

type ByArm = Readonly<Record<Arm, number>>

/**
 * In which stages the arms did not do the same work, by a paired t test of each kind over a stage's cases. Where
 * every pair differs by the same, as requests of fixed length do, that is no chance.
 */
export function unequalWork({ plan, pairs }: Pick<RunRecord, 'plan' | 'pairs'>): Finding[] {
  const compared = plan.stages.flatMap(({ name, model, benchmarkType }) => {
    const valid = validPairs(pairs.filter(({ stage }) => stage === name))
    return workKinds.flatMap((what) => {
      const done = valid.flatMap((pair) => workOf(pair, what) ?? [])
      return done.length < fewestPairs ? [] : [{ about: { model, benchmarkType }, what, done }]
    })
  })
  return compared.flatMap(({ about, what, done }) => {
    const p = chanceOf(done.map(({ main, pr }) => pr - main))
    if (p > level / compared.length) return []
    const [main, pr] = arms.map((arm) => mean(done.map((each) => each[arm])))
    return [
      finding({ kind: 'unequal-work', what, main: main ?? 0, pr: pr ?? 0, pairs: done.length, p }, about),
    ]
  })
}

/** Means over the cases that say it in both arms; undefined where none does. */
function workOf({ launches }: PairResult, what: WorkKind): ByArm | undefined {
  const [main, pr] = arms.map(
    (arm) =>
      new Map(launches.find((one) => one.arm === arm)?.cases.map((one) => [one.case, one.work?.[what]])),
  )
  const both = [...(main ?? [])].flatMap(([name, ours]) => {
    const theirs = pr?.get(name)
    return ours === undefined || theirs === undefined ? [] : [{ main: ours, pr: theirs }]
  })
  if (both.length === 0) return undefined
  return { main: mean(both.map((one) => one.main)), pr: mean(both.map((one) => one.pr)) }
}

function chanceOf(differences: readonly number[]): number {
  const middle = mean(differences)
  const spread = Math.sqrt(variance(differences) / differences.length)
  if (middle === 0) return 1
  return spread === 0 ? 0 : twoSidedP(middle / spread, differences.length - 1)
}
