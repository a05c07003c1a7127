import type { Arm } from './arm.js'

/**
 * Which arm is launched first in each pair, balanced and seeded: AB BA AB BA ... or BA AB BA AB ..., the
 * first drawn from the seed. So each arm goes first equally often, and launches at a pair's boundary are of
 * the same arm, which gives the statistics a null difference to learn the noise from.
 *
 * Stages draw separately (their name is hashed in), else every stage of a comparison would start alike.
 */
export function firstArm(seed: number, stage: string, pair: number): Arm {
  const startsWithMain = (hash(`${seed}/${stage}`) & 1) === 0
  const isOddPair = pair % 2 === 1
  return startsWithMain === isOddPair ? 'main' : 'pr'
}

/** FNV-1a with a final mix (the low bit of plain FNV-1a is only the parity of its input's low bits). */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
