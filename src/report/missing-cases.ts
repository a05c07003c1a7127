import type { Cell } from './cells.js'
import { clip } from './clip.js'

/** More than that are counted. */
const mostNamed = 5

/** The cases in which an arm has no value, with the reason: `TP=8, BS=256, IL=1024, OL=128 (out of memory)`. */
export function missingCases(cells: readonly Cell[]): string[] {
  const reasons = new Map<string, string>()
  for (const cell of cells) {
    if (cell.change === undefined && !reasons.has(cell.case)) reasons.set(cell.case, reasonOf(cell))
  }
  const named = [...reasons]
    .slice(0, mostNamed)
    .map(([name, reason]) => `${clip(name)} (${clip(reason, 80)})`)
  const more = reasons.size - named.length
  return more === 0 ? named : [...named, `and ${String(more)} more`]
}

function reasonOf({ main, pr }: Cell): string {
  if ('missing' in main && 'missing' in pr) {
    return main.missing === pr.missing ? main.missing : `main: ${main.missing}; pr: ${pr.missing}`
  }
  if ('missing' in main) return `main: ${main.missing}`
  return 'missing' in pr ? `pr: ${pr.missing}` : 'never in both arms of a pair'
}
