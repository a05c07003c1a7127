/** The two sides of a comparison: `main` is the baseline, `pr` the candidate. */
export const arms = ['main', 'pr'] as const

export type Arm = (typeof arms)[number]

export function otherArm(arm: Arm): Arm {
  return arm === 'main' ? 'pr' : 'main'
}
