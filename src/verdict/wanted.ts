import { at } from './statistics/at.js'
import { nextLook, type Look } from './statistics/spending.js'
import { looks as tuned } from './tuning.js'

const { mostRedone } = tuned

/** Whether a stage has had all the attempts it may have: the last look's pairs and those measured again. */
export function isExhausted(attempts: number, looks: readonly Look[]): boolean {
  return attempts >= at(looks, looks.length - 1).pairs + mostRedone
}

/**
 * How many attempts at pairs a stage wants in all before it is judged again; what it has when it wants no
 * more. Every void or disturbed pair is measured again.
 */
export function attemptsWanted(
  attempts: number,
  validPairs: number,
  settled: boolean,
  looks: readonly Look[],
): number {
  const next = nextLook(looks, validPairs)
  if (settled || next === undefined || isExhausted(attempts, looks)) return attempts
  const most = at(looks, looks.length - 1).pairs + mostRedone
  return Math.min(attempts + next.pairs - validPairs, most)
}
