/** The two sides of a comparison: `main` is the baseline, `pr` the candidate. */
export const arms = ['main', 'pr'] as const

export type Arm = (typeof arms)[number]

/** Something of each arm. */
export function byArm<Value>(of: (arm: Arm) => Value): Record<Arm, Value> {
  return { main: of('main'), pr: of('pr') }
}

export function otherArm(arm: Arm): Arm {
  return arm === 'main' ? 'pr' : 'main'
}
