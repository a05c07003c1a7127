import { mostPairs } from '../../comparison/limits.js'
import { noncentralUpperTail, studentCritical } from './distributions.js'
import type { Margin } from './equivalence.js'
import type { Look } from './spending.js'
import { foresight } from '../tuning.js'

/** What a test of paired launches works with. */
export interface PairedDesign {
  readonly pairs: number
  /** Standard deviation of one pair's log ratio. */
  readonly pairSd: number
  /** Degrees of freedom that a calibration adds. */
  readonly priorDf: number
}

/** Degrees of freedom of n pairs in alternating order with all boundaries: 4 (n - 1) / 3, and the prior's. */
export function designDf({ pairs, priorDf }: Pick<PairedDesign, 'pairs' | 'priorDf'>): number {
  return (4 * (pairs - 1)) / 3 + priorDf
}

const { power: wantedPower } = foresight

/**
 * The smallest slowdown, as a fraction, that the test finds with 90 % power, by bisection over the
 * noncentrality (the other tail is negligible there). Undefined where the level is 0.
 */
export function smallestDetectable(design: PairedDesign, level: number): number | undefined {
  if (level <= 0) return undefined
  const shift = detectableShift(designDf(design), level / 2)
  return -Math.expm1((-shift * design.pairSd) / Math.sqrt(design.pairs))
}

/** Noncentralities found before: a comparison asks for few of them, many times. */
const knownShifts = new Map<string, number>()
const mostKnown = 1000

/** The true mean, in standard errors, that a t test with that much in its tail finds with 90 % power. */
export function detectableShift(df: number, tail: number): number {
  const key = `${df}/${tail}`
  const known = knownShifts.get(key)
  if (known !== undefined) return known
  if (knownShifts.size >= mostKnown) knownShifts.clear()
  const shift = findShift(df, tail)
  knownShifts.set(key, shift)
  return shift
}

function findShift(df: number, tail: number): number {
  const critical = studentCritical(tail, df)
  let low = 0
  let high = 2 * critical + 10
  while (noncentralUpperTail(critical, df, high) < wantedPower) high *= 2
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (noncentralUpperTail(critical, df, middle) < wantedPower) low = middle
    else high = middle
  }
  return high
}

/** What a look can see. */
export interface DetectableAtLook {
  readonly pairs: number
  /**
   * Smallest slowdown found with 90 % power at this look, a fraction; undefined where the look names no
   * difference.
   */
  readonly change: number | undefined
}

/**
 * The smallest change that each look detects with 90 % power, for a metric whose pairs vary by `pairSd`
 * (ln), in a comparison that tests `hypotheses` stage metrics: each look's share is divided by them all
 * (Bonferroni), so the family's procedure does at least as well.
 */
export function detectableAtLooks(
  looks: readonly Look[],
  noise: Omit<PairedDesign, 'pairs'>,
  hypotheses: number,
): DetectableAtLook[] {
  return looks.map(({ pairs, difference }) => ({
    pairs,
    change: pairs < 2 ? undefined : smallestDetectable({ ...noise, pairs }, difference / hypotheses),
  }))
}

/** What would settle a metric if its mean stays as it is. */
export interface Settling {
  /** So many pairs, if its spread stays, too; undefined where that are more than can be asked for. */
  readonly pairs: number | undefined
  /** The spread of a pair's log ratio that as many pairs as can be asked for would settle. */
  readonly pairSd: number
}

/** It is settled once either "no change" is proven at `equivalence` or a difference at `level`. */
export function settling(
  observed: PairedDesign & { readonly mean: number },
  limits: Margin,
  level: number,
  equivalence: number,
): Settling {
  const { mean, priorDf } = observed
  const room = Math.min(limits.high - mean, mean - limits.low)
  const largestSd = (pairs: number) => {
    const df = designDf({ pairs, priorDf })
    const standardError = Math.max(
      room / studentCritical(equivalence, df),
      Math.abs(mean) / studentCritical(level / 2, df),
    )
    return standardError * Math.sqrt(pairs)
  }
  // A person may have asked for more pairs than a comparison takes.
  const most = Math.max(mostPairs, observed.pairs + 1)
  const pairs = fewestPairs((count) => observed.pairSd <= largestSd(count), observed.pairs, most)
  return { pairs, pairSd: largestSd(most) }
}

function fewestPairs(settles: (pairs: number) => boolean, known: number, most: number): number | undefined {
  if (!settles(most)) return undefined
  let tooFew = known
  let enough = most
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (settles(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}
