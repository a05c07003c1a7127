import type { LogFrame } from './log-frames.js'
import { LogLines, type LineRecord } from './log-lines.js'
import { textStart } from './message-time.js'
import { UnfinishedLine } from './unfinished-line.js'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const firstRoom = 64 * 1024

/**
 * Puts lines together from the messages of a log that was asked for with timestamps. Of a line that redraws
 * itself with carriage returns, as progress bars do, the last state remains, as on a terminal.
 */
export class LineAssembler {
  readonly #maxLineBytes: number
  readonly #unfinished: Record<LogFrame['stream'], UnfinishedLine | undefined> = {
    stdout: undefined,
    stderr: undefined,
  }
  #room = Buffer.allocUnsafe(firstRoom)
  #used = 0
  #records: LineRecord[] = []

  constructor({ maxLineBytes = 64 * 1024 } = {}) {
    this.#maxLineBytes = maxLineBytes
  }

  /** Takes the next message. */
  add(message: LogFrame): void {
    const { stream, bytes, end } = message
    const start = textStart(message)
    const isComplete = end > start && bytes[end - 1] === lineFeed
    const textEnd = isComplete ? end - 1 : end
    if (isComplete && this.#unfinished[stream] === undefined && textEnd - start <= this.#maxLineBytes) {
      const last = withoutReturns(bytes, start, textEnd)
      this.#addLine(message, bytes, lastStateStart(bytes, start, last), last)
      return
    }
    const line = (this.#unfinished[stream] ??= new UnfinishedLine(message, this.#maxLineBytes))
    line.append(bytes.subarray(start, textEnd))
    if (isComplete) this.#finish(stream)
  }

  /** Adds a line of our own, with the stream and time of a message. */
  addNote(message: LogFrame, text: string): void {
    const note = Buffer.from(text)
    this.#addLine(message, note, 0, note.length)
  }

  /** Completes what was printed last without a line end, once nothing more will come. */
  end(): void {
    this.#finish('stdout')
    this.#finish('stderr')
  }

  /** The lines that were completed since the last time. */
  take({ isKept = true } = {}): LogLines {
    const lines = new LogLines(this.#room.subarray(0, this.#used), this.#records, isKept)
    this.#room = Buffer.allocUnsafe(Math.max(firstRoom, this.#used))
    this.#used = 0
    this.#records = []
    return lines
  }

  #finish(stream: LogFrame['stream']): void {
    const line = this.#unfinished[stream]
    if (line === undefined) return
    this.#unfinished[stream] = undefined
    const bytes = line.bytes()
    this.#addLine(line.firstMessage, bytes, 0, bytes.length)
  }

  #addLine(message: LogFrame, bytes: Buffer, from: number, to: number): void {
    const end = this.#used + to - from
    if (end >= this.#room.length) {
      this.#room = Buffer.concat([this.#room.subarray(0, this.#used)], 2 * (end + 1))
    }
    bytes.copy(this.#room, this.#used, from, to)
    this.#room[end] = lineFeed
    this.#used = end + 1
    this.#records.push({ end, message })
  }
}

/** Where a line ends, carriage returns at its end aside. */
function withoutReturns(bytes: Buffer, start: number, end: number): number {
  let last = end
  while (last > start && bytes[last - 1] === carriageReturn) last -= 1
  return last
}

/** Where what follows the last carriage return begins. */
function lastStateStart(bytes: Buffer, start: number, end: number): number {
  let first = end
  while (first > start && bytes[first - 1] !== carriageReturn) first -= 1
  return first
}
