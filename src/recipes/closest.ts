import { closestMatch } from 'leven'

/** The known word that is nearest to what was typed: at most a third of its letters differ, capitals aside. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const small = known.map((each) => each.toLowerCase())
  const maxDistance = Math.max(1, Math.floor(word.length / 3))
  const meant = closestMatch(word.toLowerCase(), small, { maxDistance })
  return meant === undefined ? undefined : known[small.indexOf(meant)]
}
