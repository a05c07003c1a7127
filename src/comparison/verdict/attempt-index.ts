import type { Sample } from '../samples.js'
import type { Attempt } from './tables.js'

interface Seen {
  readonly attempt: Attempt
  /** Place in the order of appearance. */
  readonly place: number
  /** Earliest start in ms; NaN where a launch says none. */
  start: number
  lastStart: string
}

/** The attempts of a stage, found among its samples one by one. */
export class AttemptIndex {
  readonly #byPair = new Map<number, Map<number, Seen>>()
  readonly #all: Seen[] = []

  /** Place of a sample's attempt in the order of appearance. */
  placeOf(sample: Sample): number {
    const { pair, attempt, startedAt } = sample
    let ofPair = this.#byPair.get(pair)
    if (ofPair === undefined) this.#byPair.set(pair, (ofPair = new Map<number, Seen>()))
    const seen = ofPair.get(attempt)
    if (seen === undefined) {
      const fresh = {
        attempt: attemptOf(sample),
        place: this.#all.length,
        start: Date.parse(startedAt),
        lastStart: startedAt,
      }
      ofPair.set(attempt, fresh)
      this.#all.push(fresh)
      return fresh.place
    }
    if (seen.lastStart !== startedAt) {
      seen.start = Math.min(seen.start, Date.parse(startedAt))
      seen.lastStart = startedAt
    }
    return seen.place
  }

  /** The attempts in the order in which they ran: by start where every launch has one, else by number. */
  ordered(): { readonly attempt: Attempt; readonly place: number }[] {
    const timed = this.#all.every(({ start }) => Number.isFinite(start))
    return [...this.#all].sort(
      (a, b) =>
        (timed ? a.start - b.start : 0) ||
        a.attempt.pair - b.attempt.pair ||
        a.attempt.attempt - b.attempt.attempt,
    )
  }
}

function attemptOf({ pair, attempt, arm, position }: Sample): Attempt {
  const other = arm === 'main' ? 'pr' : 'main'
  return { pair, attempt, first: position === 1 ? arm : other }
}
