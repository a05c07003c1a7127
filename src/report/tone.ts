import type { Verdict } from '../comparison/verdict/words.js'

/** How a verdict looks: its colour and its mark. */
export type Tone = 'better' | 'worse' | 'same' | 'unknown'

/** The marks of the historical report. Changes below the threshold have none. */
const marks: Readonly<Record<Tone, string>> = { better: '🟢', worse: '🔴', same: '', unknown: '' }

/** The tone of a verdict: only what is at or beyond the threshold is coloured. */
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

export function markOf(tone: Tone): string {
  return marks[tone]
}

/** A verdict in words. */
export function verdictWords(verdict: Verdict): string {
  return verdict.replace('-', ' ')
}

/**
 * The historical rule for one run of each arm: beyond the threshold in either direction, strictly, on the
 * change before it is rounded. It is no test of significance.
 */
export function historicalVerdict(change: number, threshold: number): Verdict {
  if (change > threshold) return 'improvement'
  if (change < -threshold) return 'regression'
  return 'no-change'
}
