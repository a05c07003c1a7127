import type { Sample } from '../samples.js'
import type { Row } from './read-rows.js'
import type { Attempt } from './tables.js'

/** A stage's attempts in the order in which they ran. */
export interface OrderedAttempts {
  readonly ordered: readonly Attempt[]
  /** Place of a sample's attempt in `ordered`. */
  readonly indexOf: (sample: Pick<Sample, 'pair' | 'attempt'>) => number
}

interface Seen {
  readonly attempt: Attempt
  /** Earliest start, in ms; NaN where a launch says none. */
  start: number
  lastStart: string
}

/** Finds the attempts among a stage's rows and orders them: by start where every launch has one, else by number. */
export function orderAttempts(rows: readonly Row[]): OrderedAttempts {
  const byPair = new Map<number, Map<number, Seen>>()
  const all: Seen[] = []
  for (const { sample } of rows) {
    const { pair, attempt, startedAt } = sample
    const ofPair = byPair.get(pair) ?? new Map<number, Seen>()
    byPair.set(pair, ofPair)
    const seen = ofPair.get(attempt)
    if (seen === undefined) {
      const fresh = { attempt: attemptOf(sample), start: Date.parse(startedAt), lastStart: startedAt }
      ofPair.set(attempt, fresh)
      all.push(fresh)
    } else if (seen.lastStart !== startedAt) {
      seen.start = Math.min(seen.start, Date.parse(startedAt))
      seen.lastStart = startedAt
    }
  }
  const timed = all.every(({ start }) => Number.isFinite(start))
  all.sort(
    (a, b) =>
      (timed ? a.start - b.start : 0) ||
      a.attempt.pair - b.attempt.pair ||
      a.attempt.attempt - b.attempt.attempt,
  )
  const places = new Map(all.map((seen, index) => [seen, index]))
  return {
    ordered: all.map(({ attempt }) => attempt),
    indexOf: ({ pair, attempt }) => {
      const seen = byPair.get(pair)?.get(attempt)
      return seen === undefined ? -1 : (places.get(seen) ?? -1)
    },
  }
}

function attemptOf({ pair, attempt, arm, position }: Sample): Attempt {
  const other = arm === 'main' ? 'pr' : 'main'
  return { pair, attempt, first: position === 1 ? arm : other }
}
