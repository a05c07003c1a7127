import { arms, type Arm } from '../comparison/arm.js'

/** In which arms a case fails: only in the PR is a finding against it, in both is none of its doing. */
export type FailingArms = 'both' | Arm

/** What is said of a case that fails there, before its reason. */
export const failingWords: Readonly<Record<FailingArms, string>> = {
  pr: 'fails only with the pull request',
  main: 'fails only without the pull request, in main',
  both: 'fails in both arms, so the pull request did not cause it',
}

/**
 * What a case without a value says of the pull request, with the reasons of the arms that have none (an arm that has values
 * is not in it): `fails only with the pull request: out of memory`.
 */
export function failureWords(missing: Partial<Readonly<Record<Arm, string>>>): string {
  const failing = arms.filter((arm) => missing[arm] !== undefined)
  const reasons = new Set(failing.map((arm) => missing[arm] ?? ''))
  const [only] = failing
  if (only === undefined) return ''
  const where = failing.length === 2 ? 'both' : only
  const text =
    reasons.size === 1
      ? [...reasons].join()
      : failing.map((arm) => `${arm}: ${missing[arm] ?? ''}`).join('; ')
  return `${failingWords[where]}: ${text}`
}
