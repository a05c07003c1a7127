import type { LoadOutput } from '../load-case.js'
import { plainLine } from '../output/printed-line.js'

const begin = 'Starting main benchmark run'
const error = 'output.error='

/** Each line that `ServingOutput` knows holds one of these. */
export const servingMarkers = [begin, error] as const

/**
 * Reads what SGLang's load generator prints, of any version, line by line as it comes: when the measured part
 * begins, and why the first request failed. The numbers stand in its file.
 */
export class ServingOutput implements LoadOutput {
  #hasBegun = false
  #firstError: string | undefined

  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** The last line of the first failed request's traceback, which says why. */
  get firstError(): string | undefined {
    return this.#firstError
  }

  /** Reads the next line. */
  read(line: string): void {
    const plain = plainLine(line)
    // A progress bar overwrites its line: what follows the last carriage return is what is seen.
    const text = plain.slice(plain.lastIndexOf('\r') + 1).trim()
    if (text.includes(begin)) this.#hasBegun = true
    if (!text.startsWith(error)) return
    const lines = text
      .slice(error.length)
      .replace(/^['"]|['"]$/g, '')
      .split('\\n')
    this.#firstError ??= (lines.findLast((each) => each.trim() !== '') ?? '').trim().slice(0, 300)
  }
}
