/** What makes a comparison fail, for the exit code and for a check. */
export const failOnChoices = ['incomplete', 'regression', 'never'] as const

export type FailOn = (typeof failOnChoices)[number]

/** What a gate looks at: `isRegression` is false where all that got slower is acknowledged. */
export interface GatedResult {
  readonly isRegression: boolean
  readonly isComplete: boolean
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
