import { at } from '../statistics/at.js'
import { changeOf } from '../statistics/paired.js'
import { differenceP } from '../difference-p.js'
import { testFamily } from '../family.js'
import { finding, type Finding } from '../findings.js'
import type { StageVerdicts } from '../judge-stages.js'
import type { MeasuredStage } from '../measure.js'
import { isNoChange } from '../no-change.js'
import { withoutPair } from '../stage-metric.js'
import { isDifference, wordFor, type Verdict } from '../verdicts.js'
import { checks } from '../tuning.js'

/**
 * One of hundreds of pairs carries no verdict, and leaving each out in turn takes a time that grows with
 * their square.
 */
const mostPairs = 500

/**
 * A word that hangs on one pair: without it another would be said, by the same rule and at the same level.
 * Where that is so of several pairs, no single launch carries it: there are few pairs.
 */
export function checkSingleLaunch(stage: MeasuredStage, verdicts: StageVerdicts): Finding[] {
  const { model, benchmarkType } = stage.tables
  if (stage.judged.length < checks.fewestPairs || stage.judged.length > mostPairs) return []
  const without = stage.judged.map(({ index }) => wordsWithout(stage, index, verdicts.level))
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
    return [finding(facts, { model, benchmarkType, metric })]
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
 * What would be said of the stage's metrics without the pair of that index; undefined where it has no
 * value, or nothing decides.
 */
function wordsWithout(stage: MeasuredStage, index: number, level: number): (Verdict | undefined)[] {
  const rest = stage.metrics.map(({ gating, reduced }) => {
    const left = reduced?.pairs.findIndex((pair) => pair.index === index) ?? -1
    if (!gating || reduced === undefined) return undefined
    return left < 0 ? reduced : withoutPair(reduced, left)
  })
  const tested = rest.filter((metric) => metric !== undefined)
  const pValues = tested.map((metric) => differenceP(metric, stage.unsteady))
  const [family] = testFamily([{ pValues, level }])
  return stage.metrics.map(({ margin }, position) => {
    const metric = rest[position]
    if (metric === undefined || stage.look === undefined) return undefined
    const { estimate } = metric
    if (family?.rejected[tested.indexOf(metric)] === true) return wordFor(changeOf(estimate.mean), margin)
    return isNoChange(estimate, margin, stage.look) ? 'no-change' : 'unresolved'
  })
}
