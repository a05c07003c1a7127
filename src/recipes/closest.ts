/**
 * The known word that is nearest to what was typed: at most a third of its letters differ, capitals do not
 * count. `undefined` where none is near.
 */
export function closest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase()
  const allowed = Math.max(1, Math.floor(typed.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((left, right) => left.distance - right.distance)
  return ranked[0]?.candidate
}

/** Levenshtein's distance: letters inserted, dropped or replaced to make one word of the other. */
function editDistance(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (const [row, letter] of Array.from(left).entries()) {
    const current = [row + 1]
    for (const [column, other] of Array.from(right).entries()) {
      const replaced = (above[column] ?? 0) + (letter === other ? 0 : 1)
      const dropped = (above[column + 1] ?? 0) + 1
      const inserted = (current[column] ?? 0) + 1
      current.push(Math.min(replaced, dropped, inserted))
    }
    above = current
  }
  return above[right.length] ?? 0
}
