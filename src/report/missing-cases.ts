import { failingWords, type FailingArms } from '../verdict/failing-arms.js'
import type { Cell } from './cells.js'
import { clip } from './clip.js'

/** Cases of a stage that have no value, alike in what that says of the pull request. */
export interface MissingCases {
  /** `unknown` where nothing failed, but nothing was measured either. */
  readonly arms: FailingArms | 'unknown'
  /** What is said of them, before their names: `fails only with the pull request`. */
  readonly words: string
  /** With the reason: `TP=8, BS=256, IL=1024, OL=128 (out of memory)`. */
  readonly cases: readonly string[]
}

/** More than that of a kind are counted. */
const mostNamed = 5

/** In the order in which a reader wants to know of them. */
const kinds = ['pr', 'both', 'main', 'unknown'] as const

/** The cases in which an arm has no value, by the arms in which they fail. */
export function missingCases(cells: readonly Cell[]): MissingCases[] {
  const byCase = new Map<string, Cell>()
  for (const cell of cells) {
    if (cell.change === undefined && !byCase.has(cell.case)) byCase.set(cell.case, cell)
  }
  const found = [...byCase.values()]
  return kinds.flatMap((arms) => {
    const alike = found.filter((cell) => kindOf(cell) === arms)
    return alike.length === 0
      ? []
      : [{ arms, words: arms === 'unknown' ? 'missing' : failingWords[arms], cases: named(alike) }]
  })
}

/** In which arms a cell without a change fails; unknown where an arm was merely not measured. */
export function kindOf({ main, pr }: Pick<Cell, 'main' | 'pr'>): MissingCases['arms'] {
  const lacking = [main, pr].flatMap((side) => ('missing' in side ? [side] : []))
  if (!lacking.every((side) => side.failed === true)) return 'unknown'
  if (lacking.length === 2) return 'both'
  if ('missing' in pr) return 'pr'
  return 'missing' in main ? 'main' : 'unknown'
}

function named(cells: readonly Cell[]): string[] {
  const names = cells.slice(0, mostNamed).map((cell) => `${clip(cell.case)} (${clip(reasonsText(cell), 80)})`)
  const more = cells.length - names.length
  return more === 0 ? names : [...names, `and ${more} more`]
}

function reasonsText(cell: Cell): string {
  const { main, pr } = cell
  if ('missing' in main && 'missing' in pr) {
    return main.missing === pr.missing ? main.missing : `main: ${main.missing}; pr: ${pr.missing}`
  }
  const isSaid = kindOf(cell) !== 'unknown'
  if ('missing' in main) return isSaid ? main.missing : `main: ${main.missing}`
  if ('missing' in pr) return isSaid ? pr.missing : `pr: ${pr.missing}`
  return 'never in both arms of a pair'
}
