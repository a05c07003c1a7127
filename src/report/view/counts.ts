import { isMarked, type Verdict } from '../../verdict/verdicts.js'
import { formatCount } from '../words/numbers.js'
import { markOf, readingOrder, toneOf, type Tone, verdictWords } from '../words/verdict.js'
import type { StageView } from './stage-view.js'

/** How many of something got which verdict: `4 stages`: `1 regression`, `3 no change`. */
export interface Counts {
  readonly what: string
  readonly groups: readonly { readonly text: string; readonly tone: Tone; readonly mark: string }[]
}

/** The verdicts of the stages, of their deciding metrics, and of those metrics in single cases. */
export function countsOf(stages: readonly Pick<StageView, 'judged' | 'metrics'>[]): Counts[] {
  const cells = stages.flatMap(({ judged }) => judged.cells.filter(({ gating }) => gating))
  return [
    counted(
      'stage',
      stages.map(({ judged }) => judged.verdict),
    ),
    counted(
      'metric',
      stages.flatMap(({ metrics }) => metrics.map(({ judgement }) => judgement.verdict)),
    ),
    counted(
      'cell',
      cells.map(({ verdict }) => verdict),
    ),
  ].filter(({ groups }) => groups.length > 0)
}

function counted(what: string, verdicts: readonly Verdict[]): Counts {
  return {
    what: formatCount(verdicts.length, what),
    groups: readingOrder.flatMap((verdict) => {
      const count = verdicts.filter((each) => each === verdict).length
      if (count === 0) return []
      const mark = isMarked(verdict) ? markOf(verdict) : ''
      return [{ text: `${count} ${verdictWords(verdict)}`, tone: toneOf(verdict), mark }]
    }),
  }
}
