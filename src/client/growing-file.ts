import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'

const chunkBytes = 64 * 1024
/** A line that is longer is given in parts. */
const longestLine = 64 * 1024

/** A file that others write to, read line by line as it grows. */
export class GrowingFile {
  #offset = 0
  #pending = ''
  #decoder = new StringDecoder('utf8')

  constructor(private readonly file: string) {}

  /** The whole lines that are new. A file that is not there yet has none; one that shrank is read anew. */
  async *newLines(): AsyncGenerator<string> {
    const handle = await open(this.file).catch(() => undefined)
    if (!handle) return
    try {
      const { size } = await handle.stat()
      if (size < this.#offset) this.#restart()
      const buffer = Buffer.alloc(chunkBytes)
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, chunkBytes, this.#offset)
        if (bytesRead === 0) return
        this.#offset += bytesRead
        yield* this.#split(this.#decoder.write(buffer.subarray(0, bytesRead)))
      }
    } finally {
      await handle.close()
    }
  }

  /** What stands after the last line break, once nothing more comes. */
  rest(): string | undefined {
    const rest = this.#pending
    this.#pending = ''
    return rest === '' ? undefined : rest
  }

  *#split(text: string): Generator<string> {
    const lines = (this.#pending + text).split('\n')
    this.#pending = lines.pop() ?? ''
    yield* lines
    if (this.#pending.length > longestLine) {
      yield this.#pending
      this.#pending = ''
    }
  }

  #restart(): void {
    this.#offset = 0
    this.#pending = ''
    this.#decoder = new StringDecoder('utf8')
  }
}
