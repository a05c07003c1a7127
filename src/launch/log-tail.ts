const linesKept = 60
const bytesKept = 16 * 1024

/** The last lines of an output, bounded in number and size, for the report of what failed. */
export class LogTail {
  #lines: string[] = []
  #bytes = 0

  add(line: string): void {
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
