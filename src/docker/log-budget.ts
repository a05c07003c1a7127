import type { LogFrame } from './log-frames.js'

/** Bounds what is kept of one container's log to about so many bytes. */
export class LogBudget {
  #printed = 0

  constructor(private readonly maxBytes: number) {}

  /**
   * Counts a message, with the 31 bytes of time that come with it, and tells whether it is within the budget.
   */
  admit({ start, end }: LogFrame): 'within' | 'first-beyond' | 'beyond' {
    const before = this.#printed
    this.#printed += end - start
    if (this.#printed <= this.maxBytes) return 'within'
    return before <= this.maxBytes ? 'first-beyond' : 'beyond'
  }

  /** Whether four times the budget was printed: a program that floods its log is ended. */
  get isExhausted(): boolean {
    return this.#printed > 4 * this.maxBytes
  }
}
