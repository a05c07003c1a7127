import { finding, type Finding } from '../findings.js'
import type { MeasuredStage } from '../measure.js'
import { checks } from '../tuning.js'

/**
 * All judged pairs in one order: whatever the second launch of a pair gains or loses is then part of the
 * change, and so is drift, and no launches of one arm are neighbours to tell the noise.
 */
export function checkOneOrder({ judged }: MeasuredStage): Finding[] {
  const [first, ...others] = new Set(judged.map(({ attempt }) => attempt.first))
  if (first === undefined || others.length > 0 || judged.length < checks.fewestPairsOfOneOrder) return []
  return [finding({ kind: 'one-order', first, pairs: judged.length })]
}
