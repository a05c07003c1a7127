import { mean } from '../../src/verdict/statistics/location.js'
import { randomFrom, type Random } from '../../src/verdict/statistics/random.js'
import { drawPairSd, type Tested } from './known-noise.js'
import type { Noise } from './noise.js'
import { simulatedPlan } from './plan.js'

const draws = 40_000
/** The goals: false words in 1.5 % of reports, shared among the stages, and a change found in 98 %. */
const falseWords = 0.015 / simulatedPlan.length
const wantedFound = 0.98
/**
 * How far a sum of normal steps jumps over a limit on average, in standard deviations of a step (Siegmund
 * 1985).
 */
const overshoot = 0.583

/** What a sequential test of a stage does, as a mean over the stages of the plan. */
interface SequentialBound {
  /** Launches until it stops where nothing changed. */
  readonly launches: number
  /** How often it says then that something did, as a share of stages. */
  readonly falseWords: number
  /** How often it finds the change, in its direction. */
  readonly found: number
}

/**
 * What a rule that meets the goals can hardly undercut: the launches of somebody who knows the noise exactly
 * and looks after every pair, without a last one, by Wald's sequential test: among tests that err as seldom
 * it needs the fewest pairs on average (Wald and Wolfowitz 1948). It weighs "changed by `change` (ln), one
 * way or the other" against "not changed". Time to first token is taken for as calm as the other metrics,
 * which makes the bound lower.
 */
export function sequentialBound(noise: Noise, change: number, tested: Tested): SequentialBound {
  const stages = simulatedPlan.map(({ cases }) => stageBound(noise, cases.length, Math.abs(change), tested))
  const over = (figure: (bound: SequentialBound) => number) => mean(stages.map(figure))
  return {
    launches: over(({ launches }) => launches),
    falseWords: over((bound) => bound.falseWords),
    found: over(({ found }) => found),
  }
}

/**
 * The lower limit is the highest at which the change is found often enough: Wald's own finds it more often,
 * and takes longer.
 */
function stageBound(noise: Noise, cases: number, size: number, tested: Tested): SequentialBound {
  const endsAt = (truth: number, refuses: number) => {
    const random = randomFrom(1)
    return Array.from({ length: draws }, () => {
      const sd = drawPairSd(noise, cases, tested, random)
      return sequentialTest({ truth: truth / sd, step: size / sd, refuses }, random)
    })
  }
  const share = (ends: readonly SequentialEnd[], word: number) =>
    ends.filter((end) => end.word === word).length / draws
  const foundAt = (refuses: number) => share(endsAt(size, refuses), 1)
  let [low, high] = [Math.log(1 - wantedFound) - 2, 0]
  for (let halving = 0; halving < 10; halving++) {
    const middle = (low + high) / 2
    if (foundAt(middle) < wantedFound) high = middle
    else low = middle
  }
  const quiet = endsAt(0, low)
  return {
    launches: 2 * mean(quiet.map(({ pairs }) => pairs)),
    falseWords: 1 - share(quiet, 0),
    found: foundAt(low),
  }
}

interface SequentialEnd {
  readonly pairs: number
  /** 1 for a change in the one direction, -1 for the other, 0 for none. */
  readonly word: number
}

/**
 * One stage. The change that is there, and the one looked for, in standard deviations of a pair; `refuses` is
 * the lower limit.
 */
function sequentialTest(
  { truth, step, refuses }: { readonly truth: number; readonly step: number; readonly refuses: number },
  random: Random,
): SequentialEnd {
  const accepts = Math.log(wantedFound / falseWords) - overshoot * step
  let sum = 0
  for (let pairs = 1; ; pairs++) {
    sum += truth + random.normal()
    const evidence = Math.log(Math.cosh(step * sum)) - (pairs * step ** 2) / 2
    if (evidence >= accepts) return { pairs, word: Math.sign(sum) }
    if (evidence <= refuses) return { pairs, word: 0 }
  }
}
