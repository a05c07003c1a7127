import { arms, otherArm, type Arm } from '../../comparison/arm.js'
import type { CaseResult, PairResult } from '../../comparison/launch.js'
import { validPairs } from '../../run/samples.js'
import type { Reason } from '../../comparison/reason.js'
import { clip } from './clip.js'
import { reasonWords } from '../words/launch-reasons.js'

interface Failures {
  /** Launches that gave no value, by arm. */
  readonly failed: Record<Arm, number>
  reason: Reason | null
}

/**
 * The cases that fail in some launches of an arm and not in others, a sentence each: whether that was so in
 * both arms or only in one. Those that never have a value in an arm are told elsewhere, as missing.
 */
export function failuresNowAndThen(attempts: readonly PairResult[]): string[] {
  const pairs = validPairs(attempts)
  const byCase = new Map<string, Failures>()
  for (const { arm, cases } of pairs.flatMap(({ launches }) => launches)) {
    for (const result of cases) if (result.values === null) note(byCase, arm, result)
  }
  return [...byCase].flatMap(([name, failures]) => {
    const { failed, reason } = failures
    if (arms.some((arm) => failed[arm] === pairs.length)) return []
    const why = clip(reason === null ? 'not measured' : reasonWords(reason))
    return [`${clip(name)} ${whereText(failed, pairs.length)}: ${why}.`]
  })
}

function note(byCase: Map<string, Failures>, arm: Arm, { case: name, reason }: CaseResult): void {
  const failures = byCase.get(name) ?? { failed: { main: 0, pr: 0 }, reason: null }
  failures.failed[arm] += 1
  failures.reason = reason
  byCase.set(name, failures)
}

function whereText(failed: Readonly<Record<Arm, number>>, launches: number): string {
  const count = (arm: Arm) => `${failed[arm]} of ${launches}`
  const only = arms.find((arm) => failed[otherArm(arm)] === 0)
  if (only === undefined)
    return `fails now and then in both arms (launches: pr ${count('pr')}, main ${count('main')})`
  const where = only === 'pr' ? 'with the pull request' : 'without the pull request, in main'
  return `fails only ${where}, in ${count(only)} launches`
}
