import type { LogFrame } from './log-frames.js'
import type { LogLine } from './log-lines.js'

export interface LogBudget {
  /** Counts what was printed, with the 31 bytes of time that come with each message. */
  count: (frame: LogFrame) => void
  /** The line as it may be handed on; in place of the first one beyond the budget a line that says so. */
  admit: (line: LogLine) => LogLine | undefined
  /** Whether four times the budget was printed: a program that floods its log is ended. */
  isExhausted: () => boolean
}

/** Bounds what is kept of one container's log to about `maxBytes`. */
export function createLogBudget(maxBytes: number): LogBudget {
  let printed = 0
  let cut = false
  return {
    count: ({ payload }) => {
      printed += payload.length
    },
    admit: (line) => {
      if (printed <= maxBytes) return line
      if (cut) return undefined
      cut = true
      return { ...line, text: `…[more than ${maxBytes} bytes were printed: the rest is not kept]` }
    },
    isExhausted: () => printed > 4 * maxBytes,
  }
}
