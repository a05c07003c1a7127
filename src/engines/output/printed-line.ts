/**
 * Longer lines are cut before any pattern sees them: a failed request alone prints 3 KB, a flood has no end.
 */
export const longestLine = 8192

// Colours and cursor moves: ESC [ parameters letter.
const escapeSequence = /\u001b\[[0-9;?]{0,32}[A-Za-z]/g

/**
 * The line as a person sees it: cut at 8,192 characters, without colours and the carriage return at its end.
 */
export function plainLine(line: string): string {
  const cut = line.length > longestLine ? line.slice(0, longestLine) : line
  const bare = cut.includes('\u001b') ? cut.replace(escapeSequence, '') : cut
  return bare.endsWith('\r') ? bare.slice(0, -1) : bare
}

/** A printed decimal number, as a pattern's text: bounded, so that no line makes a pattern slow. */
export const decimalPattern = String.raw`(\d{1,15}(?:\.\d{1,9})?)`

/** What a decimal number stands for once it was rounded to be printed: everything from `low` to `high`. */
export interface PrintedNumber {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Reads `0.03508` as 0.035075 .. 0.035085. The text matches `decimalPattern`. */
export function readPrinted(text: string): PrintedNumber {
  const value = Number(text)
  const point = text.indexOf('.')
  const decimals = point === -1 ? 0 : text.length - point - 1
  const half = 0.5 * 10 ** -decimals
  return { value, low: Math.max(0, value - half), high: value + half }
}
