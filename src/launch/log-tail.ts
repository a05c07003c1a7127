import { cutLine } from '../results/cut-line.js'

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
  #lines: string[] = []
  #bytes = 0

  add(printed: string): void {
    const line = cutLine(printed, lineBytesKept)
    this.#lines.push(line)
    this.#bytes += line.length
    while (this.#lines.length > linesKept || this.#bytes > bytesKept) {
      this.#bytes -= this.#lines.shift()?.length ?? this.#bytes
    }
  }

  lines(): string[] {
    return [...this.#lines]
  }
}
