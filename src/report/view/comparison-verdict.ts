import { worst, type Verdict } from '../../verdict/verdicts.js'
import type { Tone } from '../words/verdict.js'

/**
 * The verdict of a comparison, as a gate takes it: the worst of its stages', and a regression where a model
 * lost accuracy: faster and wrong is not faster.
 */
export function comparisonVerdict(
  stages: readonly { readonly judged: { readonly verdict: Verdict } }[],
  accuracy: readonly { readonly tone: Tone }[] = [],
): Verdict {
  const lost = accuracy.filter(({ tone }) => tone === 'worse').map(() => 'regression' as const)
  return worst([...stages.map(({ judged }) => judged.verdict), ...lost])
}
