import type { Outcome } from './outcome.js'

/** What makes a comparison fail, for the exit code and for a check. */
export const failOnChoices = ['incomplete', 'regression', 'never'] as const

export type FailOn = (typeof failOnChoices)[number]

/** What a gate looks at: `isRegression` is false where all that got slower is acknowledged. */
export interface GatedResult {
  readonly isRegression: boolean
  readonly isComplete: boolean
}

/** What a gate looks at, of a comparison that has ended. */
export function gatedResult({
  verdict,
  complete,
  acknowledged,
}: Pick<Outcome, 'verdict' | 'complete' | 'acknowledged'>): GatedResult {
  return { isRegression: verdict === 'regression' && acknowledged !== true, isComplete: complete }
}

/** What holds a result up at the gate, if anything does. A regression goes before an incomplete result. */
export function heldBy(
  { isRegression, isComplete }: GatedResult,
  failOn: FailOn,
): 'regression' | 'incomplete' | undefined {
  if (failOn === 'never') return undefined
  if (failOn === 'regression' && isRegression) return 'regression'
  return isComplete ? undefined : 'incomplete'
}
