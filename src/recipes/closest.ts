import { closestMatch } from 'leven'

/** The known word that is nearest to what was typed: at most a third of its letters differ. */
export function closest(word: string, known: readonly string[]): string | undefined {
  return closestMatch(word, [...known], { maxDistance: Math.max(1, Math.floor(word.length / 3)) })
}
