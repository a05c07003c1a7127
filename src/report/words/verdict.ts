import type { Verdict } from '../../verdict/verdicts.js'

const words: Readonly<Record<Verdict, string>> = {
  regression: 'regression',
  unstable: 'unstable',
  missing: 'missing',
  unresolved: 'undecided',
  'slightly-slower': 'slightly slower',
  improvement: 'improvement',
  'slightly-faster': 'slightly faster',
  'no-change': 'no change',
}

/** A verdict as a reader gets it. */
export function verdictWords(verdict: Verdict): string {
  return words[verdict]
}

/** The marks of the historical report, and one for what is not settled. Small changes have none. */
export function markOf(verdict: Verdict): string {
  switch (verdict) {
    case 'improvement':
      return '🟢'
    case 'regression':
      return '🔴'
    case 'unresolved':
      return '⚪'
    default:
      return ''
  }
}
