import type { LogFrame } from './log-frames.js'
import { timeOf } from './message-time.js'

/** One line that a container printed. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** Without its line end; at most 64 KB of it, then `…[+N bytes]`. */
  readonly text: string
  /** When the Engine received it: RFC 3339 with nanoseconds. */
  readonly time: string
}

/** A line and where its text stands in the bytes of its lines. */
export interface PlacedLine extends LogLine {
  readonly start: number
  readonly end: number
}

/** Where a line ends in the bytes of its lines, and the message that it began with. */
export interface LineRecord {
  readonly end: number
  readonly message: LogFrame
}

/**
 * Gives where the first of what is looked for ends, from a place on, within a line; -1 where there is none.
 */
export type Search = (bytes: Uint8Array, from: number) => number

/**
 * Lines that a container printed, one after the other. Only those that somebody asks for are turned into
 * text.
 */
export class LogLines implements Iterable<LogLine> {
  /**
   * @param bytes each line and its line feed
   * @param records one for each line
   * @param isKept whether they are within what a log keeps; what is beyond it is only read
   */
  constructor(
    readonly bytes: Buffer,
    private readonly records: readonly LineRecord[],
    readonly isKept = true,
  ) {}

  get count(): number {
    return this.records.length
  }

  /** When the last one was printed; undefined where there is none. */
  get lastTime(): string | undefined {
    const last = this.records.at(-1)
    return last === undefined ? undefined : timeOf(last.message)
  }

  *[Symbol.iterator](): Generator<PlacedLine> {
    for (let index = 0; index < this.records.length; index += 1) yield* this.#lineAt(index)
  }

  /** The lines in which the search finds something. */
  *holding(search: Search): Generator<PlacedLine> {
    let index = 0
    for (let found = search(this.bytes, 0); found !== -1; found = search(this.bytes, this.#endOf(index))) {
      while (this.#endOf(index) <= found) index += 1
      yield* this.#lineAt(index)
    }
  }

  *#lineAt(index: number): Generator<PlacedLine> {
    const record = this.records[index]
    if (record === undefined) return
    const { end, message } = record
    const start = index === 0 ? 0 : this.#endOf(index - 1) + 1
    const text = this.bytes.toString('utf8', start, end)
    yield { stream: message.stream, text, time: timeOf(message), start, end }
  }

  #endOf(index: number): number {
    return this.records[index]?.end ?? this.bytes.length
  }
}
