import { mkdir, open, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { cutLines } from './cut-lines.js'
import { ifThere } from './json-file.js'

/** What people `tail -f` stays readable; what reads a program's output sees more of a line. */
const longestLineBytes = 8192
const flushBytes = 64 * 1024
const flushMilliseconds = 250

/**
 * One block of a log that many processes write to, one after the other, and that people follow with `tail
 * -f`.
 *
 * A block begins at a fixed offset. Whoever adopts its process reads that process' output from the beginning
 * again and writes the same bytes to the same place: so no line is lost and none stands twice, wherever the
 * writer before was killed.
 */
export class LogBlock {
  #pending: Buffer[] = []
  #pendingBytes = 0
  #writing: Promise<void> = Promise.resolve()
  #failure: Error | undefined
  #closed = false
  readonly #timer: NodeJS.Timeout

  private constructor(
    private readonly file: FileHandle,
    private position: number,
  ) {
    this.#timer = setInterval(() => void this.#flush(), flushMilliseconds)
    this.#timer.unref()
  }

  /** Opens the block that begins at `offset`; a log that is shorter (somebody deleted it) begins anew. */
  static async open(path: string, offset: number): Promise<LogBlock> {
    await mkdir(dirname(path), { recursive: true })
    // 'r+' does not create and 'a' does not seek: so create first, then open for writing in place.
    await (await open(path, 'a')).close()
    const file = await open(path, 'r+')
    const { size } = await file.stat()
    return new LogBlock(file, Math.min(offset, size))
  }

  /**
   * Adds a line, cut at 8 KB. Waits while more is pending than may be held in memory. Throws where the disk
   * refused.
   */
  write(line: string): Promise<void> {
    return this.writeLines(Buffer.from(`${line}\n`))
  }

  /** Adds lines, each with its line feed, as `write` does. They must not change any more. */
  async writeLines(lines: Buffer): Promise<void> {
    const bytes = cutLines(lines, longestLineBytes)
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes >= flushBytes) {
      await this.#writing
      void this.#flush()
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Writes what is pending. Closing twice is harmless. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#timer)
    await this.#flush()
    await this.file.close()
    if (this.#failure !== undefined) throw this.#failure
  }

  #flush(): Promise<void> {
    if (this.#pendingBytes === 0) return this.#writing
    const bytes = Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    this.#writing = this.#writing.then(() => this.#writeOut(bytes))
    return this.#writing
  }

  async #writeOut(bytes: Buffer): Promise<void> {
    try {
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await this.file.write(bytes, written, bytes.length - written, this.position)
        written += bytesWritten
        this.position += bytesWritten
      }
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
    }
  }
}

/** The size of a log in bytes, which is where its next block begins; 0 where there is none yet. */
export async function logSize(path: string): Promise<number> {
  return (await ifThere(stat(path)))?.size ?? 0
}
