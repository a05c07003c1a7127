import type { LogFrame } from './log-frames.js'

const carriageReturn = 0x0d

/**
 * A line that comes in pieces. Of one that redraws itself with carriage returns, as progress bars do, the
 * last state remains, as on a terminal.
 */
export class UnfinishedLine {
  #kept: Buffer[] = []
  #keptBytes = 0
  #droppedBytes = 0
  #returned = false

  constructor(
    readonly firstMessage: LogFrame,
    private readonly maxBytes: number,
  ) {}

  append(piece: Buffer): void {
    let start = 0
    for (let at = piece.indexOf(carriageReturn); at >= 0; at = piece.indexOf(carriageReturn, start)) {
      this.#appendState(piece.subarray(start, at))
      this.#returned = true
      start = at + 1
    }
    this.#appendState(piece.subarray(start))
  }

  /** What there is of it: at most `maxBytes`, then `…[+N bytes]`. */
  bytes(): Buffer {
    const note = this.#droppedBytes === 0 ? '' : `…[+${this.#droppedBytes} bytes]`
    return Buffer.concat([...this.#kept, Buffer.from(note)])
  }

  #appendState(piece: Buffer): void {
    if (piece.length === 0) return
    if (this.#returned) {
      this.#kept = []
      this.#keptBytes = 0
      this.#droppedBytes = 0
      this.#returned = false
    }
    // Once something was dropped nothing more is kept, or the text would have a hole in it.
    const room = this.#droppedBytes > 0 ? 0 : this.maxBytes - this.#keptBytes
    const end = piece.length <= room ? piece.length : characterStart(piece, room)
    this.#kept.push(piece.subarray(0, end))
    this.#keptBytes += end
    this.#droppedBytes += piece.length - end
  }
}

/** The last place at or before `at` that does not cut a UTF-8 character in two. */
export function characterStart(bytes: Buffer, at: number): number {
  let start = Math.min(at, bytes.length)
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}
