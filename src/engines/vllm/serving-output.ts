import type { LoadOutput } from '../load-case.js'
import { plainLine } from '../output/printed-line.js'

const begin = 'Starting main benchmark run'
const errorStart = /^Error (\d{1,3}): ?/
/** What follows the errors: a hint, or the block of results. */
const errorsEnd = /^(?:tip: |=====)/

/** Each line that `ServingOutput` knows holds one of these. */
export const servingMarkers = [begin, 'Error ', 'tip: ', '====='] as const

/**
 * Reads what `vllm bench serve` prints, line by line as it comes: when the measured part begins, and why the
 * first request failed. The numbers stand in its file.
 */
export class ServingOutput implements LoadOutput {
  #hasBegun = false
  #isInFirstError = false
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
    const text = plainLine(line)
    if (text.startsWith(begin)) this.#hasBegun = true
    const started = errorStart.exec(text)
    if (started !== null) this.#isInFirstError = started[1] === '0'
    else if (errorsEnd.test(text)) this.#isInFirstError = false
    const said = text.replace(errorStart, '').trim()
    if (this.#isInFirstError && said !== '') this.#firstError = said.slice(0, 300)
  }
}
