import { at } from '../statistics/at.js'
import { findDifferences, type DifferenceShares } from '../differences.js'
import { finding, type Finding } from '../findings.js'
import type { StageVerdicts } from '../judge-stages.js'
import { withoutPair, type MeasuredStage } from '../measure.js'
import { hintOf, isNoChange } from '../no-change.js'
import { isDifference, type Verdict } from '../verdicts.js'
import { checks } from '../tuning.js'

/**
 * A word that hangs on one pair: without it another would be said, by the same rule and at the same level.
 * Where that is so of several pairs, no single launch carries it: there are few pairs.
 */
export function checkSingleLaunch(stage: MeasuredStage, verdicts: StageVerdicts): Finding[] {
  const pairs = stage.judged.length
  const cases = Math.max(0, ...stage.metrics.map(({ cells }) => cells.length))
  if (pairs < checks.fewestPairs || cases * pairs ** 2 > checks.mostLeftOut) return []
  const without = stage.judged.map(({ index }) => wordsWithout(stage, index, verdicts.shares))
  return stage.metrics.flatMap(({ gating, table: { metric } }, position) => {
    const word = at(verdicts.metrics, position)
    if (!gating || (!isDifference(word) && word !== 'no-change')) return []
    const pair = decisivePair(
      word,
      without.map((words) => words[position]),
    )
    if (pair === undefined) return []
    const { attempt } = at(stage.judged, pair)
    const otherwise = without[pair]?.[position] ?? 'unresolved'
    const facts = { kind: 'single-launch', pair: attempt.pair, otherwise } as const
    return [finding(facts, { metric })]
  })
}

/**
 * The only pair without which another word is said (undefined where that pair has no value); undefined for
 * none or several.
 */
export function decisivePair(word: Verdict, without: readonly (Verdict | undefined)[]): number | undefined {
  const changing = without.flatMap((other, pair) => (other === undefined || other === word ? [] : [pair]))
  return changing.length === 1 ? changing[0] : undefined
}

/**
 * What would be said of the stage's metrics without the pair of that index; undefined where it has no value,
 * or nothing decides.
 */
function wordsWithout(
  stage: MeasuredStage,
  index: number,
  shares: DifferenceShares,
): (Verdict | undefined)[] {
  const metrics = stage.metrics.map((metric) =>
    metric.gating ? withoutPair(stage, metric, index) : { ...metric, p: undefined, judged: false },
  )
  const [found] = findDifferences([{ metrics, shares }])
  return metrics.map((metric, position) => {
    const { gating, reduced, margin } = metric
    if (!gating || reduced === undefined || stage.look === undefined) return undefined
    const difference = found?.differences[position]
    if (difference !== undefined) return difference.verdict
    const isNone = isNoChange(reduced.estimate, margin, stage.look, hintOf(metric))
    return isNone ? 'no-change' : 'unresolved'
  })
}
