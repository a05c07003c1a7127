import { worst, type Verdict } from '../../verdict/verdicts.js'

/** How a verdict looks: its colour. */
export type Tone = 'better' | 'worse' | 'same' | 'unknown'

/** The colour of a stage's or a metric's verdict: only what is at or beyond the threshold is green or red. */
export function toneOf(verdict: Verdict): Tone {
  switch (verdict) {
    case 'improvement':
      return 'better'
    case 'regression':
      return 'worse'
    case 'unstable':
    case 'missing':
    case 'unresolved':
      return 'unknown'
    default:
      return 'same'
  }
}

/** In the order in which a reader wants to know of single findings; the first verdict is that of `worst`. */
export const readingOrder: readonly Verdict[] = [
  'regression',
  'unstable',
  'improvement',
  'slightly-slower',
  'slightly-faster',
  'unresolved',
  'missing',
  'no-change',
]

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
