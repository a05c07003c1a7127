import { styleText } from 'node:util'
import type { TonedLine } from '../report/terminal/ending.js'
import { wantsColours } from './progress/live-area.js'

/** What a stream can show. */
export interface Terminal {
  /** A stream that is no terminal gets 80. */
  readonly columns: number
  readonly colours: boolean
}

const usualColumns = 80

export function terminalOf({ isTTY, columns }: NodeJS.WriteStream): Terminal {
  // A terminal that was never told its size says 0.
  return { columns: isTTY && columns > 0 ? columns : usualColumns, colours: isTTY && wantsColours() }
}

const styles = { better: 'green', worse: 'red', unknown: 'yellow' } as const

/** A line of a report as a terminal shows it. */
export function toned({ text, tone }: TonedLine, { colours }: Terminal): string {
  return colours && tone !== 'same' && text !== ''
    ? styleText(styles[tone], text, { validateStream: false })
    : text
}
