import { paint } from './paint.js'
import type { TreeLine } from './tree.js'

/** The part of a terminal that is drawn again and again, below what was printed before. */
export class LiveArea {
  #drawn = 0

  constructor(
    private readonly terminal: NodeJS.WriteStream,
    private readonly colours: boolean,
  ) {}

  /**
   * Replaces what was drawn. A line that is wider than the terminal is cut: broken, it could not be erased.
   */
  draw(lines: readonly TreeLine[]): void {
    const columns = sizeOr(80, this.terminal.columns)
    const shown = fit(lines, sizeOr(24, this.terminal.rows) - 1).map(({ text, tone }) => {
      const cut = text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`
      return paint({ text: cut, tone }, this.colours)
    })
    this.terminal.write(`${this.#eraser()}${shown.map((line) => `${line}\n`).join('')}`)
    this.#drawn = shown.length
  }

  /** Prints lines that stay, above what is drawn next. */
  print(text: string): void {
    this.terminal.write(`${this.#eraser()}${text}\n`)
    this.#drawn = 0
  }

  /** Lets what is drawn stay where it is; what comes next stands below. */
  keep(): void {
    this.#drawn = 0
  }

  #eraser(): string {
    return this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\r\u001b[J`
  }
}

/** A terminal that was never told its size says 0. */
function sizeOr(usual: number, size: number): number {
  return size > 0 ? size : usual
}

/** At most so many lines: what lies above the screen's top could not be erased either. */
function fit(lines: readonly TreeLine[], most: number): readonly TreeLine[] {
  if (lines.length <= most || most < 2) return lines.slice(0, Math.max(1, most))
  const hidden = lines.length - most + 1
  return [...lines.slice(0, most - 1), { text: `  ... and ${hidden} more lines`, tone: 'quiet' }]
}

/** Whether a stream may be drawn upon: a terminal that understands cursor movements. */
export function isLiveTerminal(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env.TERM !== 'dumb'
}

/** https://no-color.org: set and not empty means no colour. */
export function wantsColours(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return (environment.NO_COLOR ?? '') === ''
}
