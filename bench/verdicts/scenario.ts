import type { Random } from '../../src/verdict/statistics/random.js'

/** What the PR does: the change of one value of one of its launches, ln, + is faster. */
export interface Scenario {
  readonly name: string
  /** The stage (index of the plan) that changes; undefined where none does. */
  readonly stage: number | undefined
  /** The case that changes where only one does. */
  readonly onlyCase: number | undefined
  /** The true change of the stage's cases that change, as ln. */
  readonly effect: number
  /** Share of the PR's launches that are slow at random, and by how much. */
  readonly unstable: { readonly share: number; readonly slower: number } | undefined
}

function scenario(name: string, part: Partial<Scenario>): Scenario {
  return { name, stage: undefined, onlyCase: undefined, effect: 0, unstable: undefined, ...part }
}

const easiest = 0
const hardest = 2

export const scenarios = {
  nothing: scenario('nothing changed', {}),
  slower3: scenario('-3 % on grok/offline', { stage: easiest, effect: Math.log1p(-0.03) }),
  slower3Hardest: scenario('-3 % on deepseek/offline', { stage: hardest, effect: Math.log1p(-0.03) }),
  slower7: scenario('-7 % on grok/offline', { stage: easiest, effect: Math.log1p(-0.07) }),
  slower7Hardest: scenario('-7 % on deepseek/offline', { stage: hardest, effect: Math.log1p(-0.07) }),
  atMargin: scenario('exactly -5 % on grok/offline', { stage: easiest, effect: Math.log1p(-0.05) }),
  oneCase: scenario('-10 % in one case of grok/offline', {
    stage: easiest,
    onlyCase: 3,
    effect: Math.log1p(-0.1),
  }),
  unstable: scenario('an unstable PR on grok/offline', {
    stage: easiest,
    unstable: { share: 0.3, slower: 0.4 },
  }),
} as const satisfies Readonly<Record<string, Scenario>>

export type ScenarioName = keyof typeof scenarios

/** What the scenario adds to one launch of the PR: by case, ln, + is faster. */
export function effectOnLaunch(
  scenario: Scenario,
  stage: number,
  random: Random,
): (caseIndex: number) => number {
  const { unstable, onlyCase, effect } = scenario
  const slow = unstable !== undefined && random.uniform() < unstable.share ? -Math.log1p(unstable.slower) : 0
  if (stage !== scenario.stage) return () => 0
  return (caseIndex) => (onlyCase === undefined || onlyCase === caseIndex ? effect : 0) + slow
}
