import { otherArm, type Arm } from '../comparison/arm.js'
import type { Sample } from '../comparison/samples.js'
import { entry } from './entry.js'
import { shown, type ColumnFault } from './read-sample.js'
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

  /** A sample's attempt: its place in the order of appearance, and what contradicts its earlier rows. */
  take(sample: Sample): { readonly place: number; readonly faults: ColumnFault[] } {
    const { pair, attempt, startedAt } = sample
    const ofPair = entry(this.#byPair, pair, () => new Map<number, Seen>())
    const seen = entry(ofPair, attempt, () => this.#begin(sample))
    if (seen.lastStart !== startedAt) {
      seen.start = Math.min(seen.start, timeOf(startedAt))
      seen.lastStart = startedAt
    }
    return { place: seen.place, faults: [...orderFault(seen, sample), ...hostFault(seen, sample)] }
  }

  #begin(sample: Sample): Seen {
    const { pair, attempt, startedAt } = sample
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
    this.#all.push(fresh)
    return fresh
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

/** Where a position contradicts an earlier row of its attempt, or is none: told once of each attempt. */
function orderFault(seen: Seen, sample: Sample): ColumnFault[] {
  const first = firstOf(sample)
  seen.first ??= first
  if (seen.isDoubted || (first === seen.first && first !== undefined)) return []
  seen.isDoubted = true
  const { arm, pair, position } = sample
  return first === undefined
    ? [{ column: 'position', fault: { kind: 'no-position', value: shown(position) } }]
    : [{ column: 'position', fault: { kind: 'other-order', arm, pair, position } }]
}

/** Where a sample ran on another host than an earlier row of its attempt: told once of each attempt. */
function hostFault(seen: Seen, { arm, pair, host }: Sample): ColumnFault[] {
  if (typeof (host as unknown) !== 'string' || host === '') return []
  if (seen.host === '') seen.host = host
  if (seen.isSplit || seen.host === host) return []
  seen.isSplit = true
  const fault = { kind: 'other-host', arm, pair, value: shown(host), known: shown(seen.host) } as const
  return [{ column: 'host', fault }]
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
