import { open } from 'node:fs/promises'

/** A line that is longer is given in parts. */
const longestLine = 64 * 1024
const newline = 10

/** A file that others write to, read line by line as it grows. */
export class GrowingFile {
  #offset = 0

  constructor(private readonly file: string) {}

  /**
   * The whole lines that are new; with `isOver`, what stands after the last line break, too. A file that is
   * not there yet has none; one that shrank is read anew.
   */
  async *newLines(isOver = false): AsyncGenerator<string> {
    const handle = await open(this.file).catch(() => undefined)
    if (!handle) return
    try {
      const { size } = await handle.stat()
      if (size < this.#offset) this.#offset = 0
      const buffer = Buffer.alloc(longestLine)
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, longestLine, this.#offset)
        const whole = buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1
        const given = whole > 0 || (!isOver && bytesRead < longestLine) ? whole : bytesRead
        if (given === 0) return
        this.#offset += given
        yield* buffer.toString('utf8', 0, given).replace(/\n$/, '').split('\n')
      }
    } finally {
      await handle.close()
    }
  }
}
