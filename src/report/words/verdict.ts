import type { Verdict } from '../../verdict/verdicts.js'

/** How a verdict looks: its colour. */
export type Tone = 'better' | 'worse' | 'same' | 'unknown'

interface Look {
  readonly words: string
  readonly tone: Tone
  /** That of the historical report, and one for what is not settled. Small changes have none. */
  readonly mark: string
}

/**
 * How a reader gets each verdict, in the order in which single findings are told. Only what is at or beyond the
 * threshold is green or red.
 */
const looks = {
  regression: { words: 'regression', tone: 'worse', mark: '🔴' },
  unstable: { words: 'unstable', tone: 'unknown', mark: '' },
  improvement: { words: 'improvement', tone: 'better', mark: '🟢' },
  'slightly-slower': { words: 'slightly slower', tone: 'same', mark: '' },
  'slightly-faster': { words: 'slightly faster', tone: 'same', mark: '' },
  unresolved: { words: 'undecided', tone: 'unknown', mark: '⚪' },
  missing: { words: 'missing', tone: 'unknown', mark: '' },
  'no-change': { words: 'no change', tone: 'same', mark: '' },
} as const satisfies Record<Verdict, Look>

export const readingOrder = Object.keys(looks) as Verdict[]

export function verdictWords(verdict: Verdict): string {
  return looks[verdict].words
}

export function toneOf(verdict: Verdict): Tone {
  return looks[verdict].tone
}

export function markOf(verdict: Verdict): string {
  return looks[verdict].mark
}
