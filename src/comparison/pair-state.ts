import type { PairResult } from './launch.js'

/** Whether neither launch of the pair is void. */
export function isSound(pair: PairResult): boolean {
  return pair.launches.every((launch) => launch.voidReason === undefined)
}

/** Whether an arm of the pair has no number at all: then more pairs are likely to be as empty. */
export function isFruitless(pair: PairResult): boolean {
  return pair.launches.some((launch) => launch.cases.every((entry) => entry.values === null))
}

/** What the run directory holds of a stage. */
export interface KnownPairs {
  /** The pairs that need not be measured again: sound, and with numbers of both arms. In order. */
  complete: number[]
  /** The last pair that was tried at all; 0 where none was. */
  last: number
  /** The latest generation of its pairs; 0 where there are none. */
  generation: number
}

/** What is known of a stage by the attempts that were recorded. */
export function knownPairs(attempts: readonly PairResult[]): KnownPairs {
  const complete = attempts.filter((pair) => isSound(pair) && !isFruitless(pair)).map(({ pair }) => pair)
  return {
    complete: [...new Set(complete)].sort((left, right) => left - right),
    last: Math.max(0, ...attempts.map(({ pair }) => pair)),
    generation: Math.max(0, ...attempts.map(({ generation }) => generation)),
  }
}

/** The pairs from 1 to `wanted` that are not among the complete ones. */
export function missingPairs({ complete }: Pick<KnownPairs, 'complete'>, wanted: number): number[] {
  const done = new Set(complete)
  return pairsBetween(1, wanted).filter((pair) => !done.has(pair))
}

/** The numbers of the pairs from one to another, both included. */
export function pairsBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
