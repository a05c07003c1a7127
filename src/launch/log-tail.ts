import { cutLines } from '../run/cut-lines.js'

const lineFeed = 0x0a
const linesKept = 60
const bytesKept = 16 * 1024
/** One long line leaves room for those before it, which may say why. */
const lineBytesKept = 4 * 1024

/** A line below the tail of a program that was ended because it printed too much. */
export function floodNote({ floodedLog }: { readonly floodedLog: boolean }): string[] {
  return floodedLog ? ['prbench: it printed more than four times what its log may hold, and was ended'] : []
}

/** The last lines of an output, bounded in number and size, for the report of what failed. */
export class LogTail {
  #bytes = Buffer.alloc(0)

  /** Takes more lines, each with its line feed. */
  add(lines: Buffer): void {
    const all = Buffer.concat([this.#bytes, cutLines(lines, lineBytesKept)])
    const surplus = all.length - bytesKept
    this.#bytes = surplus <= 0 ? all : Buffer.from(all.subarray(all.indexOf(lineFeed, surplus - 1) + 1))
  }

  lines(): string[] {
    return this.#bytes.toString('utf8').split('\n').slice(0, -1).slice(-linesKept)
  }
}
