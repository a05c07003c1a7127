import { arms } from '../../comparison/arm.js'
import type { CellJudgement } from '../../verdict/judgement.js'
import { formatList } from '../words/numbers.js'
import { armReasonWords, failingArms, failingWords, statedWords, type FailingArms } from '../words/reasons.js'
import { clip } from './clip.js'

/** Cases of a stage that have no value, alike in what that says of the pull request. */
export interface MissingCases {
  /** `unknown` where nothing failed, but nothing was measured either. */
  readonly arms: FailingArms | 'unknown'
  /** What is said of them, before their names: `fails only with the pull request`. */
  readonly words: string
  /** With the reason: `TP=8, BS=256, IL=1024, OL=128 (out of memory)`; more than five are counted. */
  readonly cases: readonly string[]
}

const mostNamed = 5

/** In the order in which a reader wants to know of them. */
const kinds = ['pr', 'both', 'main', 'unknown'] as const

/** The cases in which an arm has no value, by the arms in which they fail. */
export function missingCases(cells: readonly CellJudgement[]): MissingCases[] {
  const byCase = new Map<string, CellJudgement>()
  for (const cell of cells) {
    if (cell.change === null && !byCase.has(cell.case)) byCase.set(cell.case, cell)
  }
  const found = [...byCase.values()]
  return kinds.flatMap((failing) => {
    const alike = found.filter((cell) => kindOf(cell) === failing)
    if (alike.length === 0) return []
    const words = failing === 'unknown' ? 'missing' : failingWords[failing]
    return [{ arms: failing, words, cases: named(alike) }]
  })
}

/** In which arms a cell without a change fails; unknown where an arm was merely not measured. */
export function kindOf({ reason }: Pick<CellJudgement, 'reason'>): MissingCases['arms'] {
  return failingArms(reason) ?? 'unknown'
}

function named(cells: readonly CellJudgement[]): string[] {
  const names = cells.map((cell) => `${clip(cell.case)} (${clip(reasonOf(cell), 80)})`)
  const more = names.length - mostNamed
  return more > 0 ? [...names.slice(0, mostNamed), `and ${more} more`] : names
}

function reasonOf({ main, pr, reason }: CellJudgement): string {
  if (reason === null) return 'never in both arms of a pair'
  if (reason.kind === 'text') return reason.text
  if (reason.kind === 'no-value' || reason.kind === 'not-found') return statedWords(reason)
  const lacking = arms.filter((arm) => (arm === 'main' ? main : pr) === null)
  return formatList(
    lacking.map((arm) => `${arm}: ${armReasonWords(reason, arm)}`),
    lacking.length,
    '; ',
  )
}
