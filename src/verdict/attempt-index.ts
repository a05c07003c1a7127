import { otherArm, type Arm } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import type { Fault } from './fault.js'
import { shown } from './read-sample.js'
import type { Attempt } from './tables.js'

interface Seen {
  readonly attempt: Omit<Attempt, 'first'>
  /** The arm that the first row with a position puts first; undefined while none has one. */
  first: Arm | undefined
  /** A row has said something else, or nothing: that is told once. */
  isDoubted: boolean
  /** Where its first row that tells a host ran; '' while none does. */
  host: string
  /** A row names another host: that is told once. */
  isSplit: boolean
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
        attempt: { pair, attempt },
        first: firstOf(sample),
        isDoubted: false,
        host: '',
        isSplit: false,
        place: this.#all.length,
        start: timeOf(startedAt),
        lastStart: startedAt,
      }
      ofPair.set(attempt, fresh)
      this.#all.push(fresh)
      return fresh.place
    }
    if (seen.lastStart !== startedAt) {
      seen.start = Math.min(seen.start, timeOf(startedAt))
      seen.lastStart = startedAt
    }
    return seen.place
  }

  /**
   * What is wrong with the position of a sample that was placed: it contradicts an earlier row of its
   * attempt, or is none. Undefined where nothing is, and where it was told of that attempt before.
   */
  doubtOf(sample: Sample): Fault | undefined {
    const seen = this.#byPair.get(sample.pair)?.get(sample.attempt)
    const first = firstOf(sample)
    if (seen === undefined) return undefined
    seen.first ??= first
    if (seen.isDoubted || (first === seen.first && first !== undefined)) return undefined
    seen.isDoubted = true
    const { arm, pair, position } = sample
    if (first === undefined) return { kind: 'no-position', value: shown(position) }
    return { kind: 'other-order', arm, pair, position }
  }

  /**
   * That a sample which was placed ran on another host than an earlier row of its attempt; undefined where
   * that was told before.
   */
  strangeHostOf({ pair, attempt, arm, host }: Sample): Fault | undefined {
    const seen = this.#byPair.get(pair)?.get(attempt)
    if (seen === undefined || typeof (host as unknown) !== 'string' || host === '') return undefined
    if (seen.host === '') seen.host = host
    if (seen.isSplit || seen.host === host) return undefined
    seen.isSplit = true
    return { kind: 'other-host', arm, pair, value: shown(host), known: shown(seen.host) }
  }

  /** The attempts in the order in which they ran: by start where every launch has one, else by number. */
  ordered(): { readonly attempt: Attempt; readonly place: number }[] {
    const timed = this.#all.every(({ start }) => Number.isFinite(start))
    return [...this.#all]
      .sort(
        (a, b) =>
          (timed ? a.start - b.start : 0) ||
          a.attempt.pair - b.attempt.pair ||
          a.attempt.attempt - b.attempt.attempt,
      )
      .map(({ attempt, first, place }) => ({ attempt: { ...attempt, first: first ?? 'main' }, place }))
  }
}

/** A start in ms; NaN for none, and for what is no text. */
function timeOf(startedAt: unknown): number {
  return typeof startedAt === 'string' ? Date.parse(startedAt) : NaN
}

/** The arm that a sample says was launched first; undefined for a position that is none. */
function firstOf({ arm, position }: Sample): Arm | undefined {
  const given: unknown = position
  if (given === 1) return arm
  return given === 2 ? otherArm(arm) : undefined
}
