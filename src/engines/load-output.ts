import { plainLine } from './output/printed-line.js'

/** Load generators print it where the measured part begins. */
export const beginMarker = 'Starting main benchmark run'

/**
 * Reads what a load generator prints, line by line as it comes: when the measured part begins, and why the
 * first request failed. The numbers stand in its file.
 */
export class LoadOutput {
  /** The run that is measured has begun: what was before it warmed up. */
  hasBegun = false
  /** The last line of the first failed request's traceback, which says why. */
  firstError: string | undefined

  /** @param errorIn why the first request failed, by the next line and what is known before it */
  constructor(private readonly errorIn: (text: string, known: string | undefined) => string | undefined) {}

  /** Reads the next line. */
  read(line: string): void {
    const plain = plainLine(line)
    // A progress bar overwrites its line: what follows the last carriage return is what is seen.
    const text = plain.slice(plain.lastIndexOf('\r') + 1).trim()
    if (text.includes(beginMarker)) this.hasBegun = true
    this.firstError = this.errorIn(text, this.firstError)?.slice(0, 300)
  }
}
