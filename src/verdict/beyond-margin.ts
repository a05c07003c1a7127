import type { Change } from './judgement.js'

/**
 * Where a change's interval lies beyond the margin (a fraction) as a whole: 'faster', 'slower', or undefined where it
 * reaches inside or there is none.
 */
export function beyondMargin({ low, high }: Change, margin: number): 'faster' | 'slower' | undefined {
  if (low === null || high === null) return undefined
  if (low >= margin) return 'faster'
  return high <= -margin ? 'slower' : undefined
}
