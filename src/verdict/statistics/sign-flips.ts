import { randomFrom } from './random.js'

/** All ways to swap the arms within so many pairs are counted; with more pairs, so many drawn ones. */
const mostCounted = 12
const drawn = 4095

/**
 * Two-sided p of Fisher's randomisation test: the share of all ways to swap the two arms within the pairs
 * that give a mean at least as far from zero. It needs no distribution, only that either arm could have had
 * either launch of a pair. Source: Fisher 1935, The design of experiments, section 21.
 */
export function signFlipP(ratios: readonly number[]): number {
  const observed = Math.abs(ratios.reduce((sum, ratio) => sum + ratio, 0)) * (1 - 1e-9)
  const isAsFar = (sign: (index: number) => number) =>
    Math.abs(ratios.reduce((sum, ratio, index) => sum + sign(index) * ratio, 0)) >= observed
  let far = 0
  if (ratios.length <= mostCounted) {
    const ways = 2 ** ratios.length
    for (let way = 0; way < ways; way++) if (isAsFar((index) => ((way >> index) & 1 ? 1 : -1))) far++
    return far / ways
  }
  const random = randomFrom(1)
  for (let draw = 0; draw < drawn; draw++) {
    const signs = ratios.map(() => (random.uniform() < 0.5 ? -1 : 1))
    if (isAsFar((index) => signs[index] ?? 1)) far++
  }
  return (far + 1) / (drawn + 1)
}

/**
 * How many pairs the randomisation test needs in all to reject at `level` if every further one points the
 * way of the mean, as clearly: each halves p.
 */
export function pairsToStandOut(ratios: readonly number[], level: number): number {
  return ratios.length + Math.max(0, Math.ceil(Math.log2(signFlipP(ratios) / level)))
}
