import { cutLine } from './cut-line.js'

const lineFeed = 0x0a

/**
 * Lines, each with its line feed, of which none has more than `maxBytes`: longer ones are cut as `cutLine`
 * does. Looks at few of the bytes, and gives the very same where there is nothing to cut.
 */
export function cutLines(lines: Buffer, maxBytes: number): Buffer {
  const pieces: Buffer[] = []
  let taken = 0
  for (let start = 0; start + maxBytes < lines.length;) {
    const next = lines.subarray(start, start + maxBytes + 1).lastIndexOf(lineFeed)
    if (next !== -1) {
      start += next + 1
      continue
    }
    const end = lines.indexOf(lineFeed, start)
    const line = lines.toString('utf8', start, end === -1 ? lines.length : end)
    pieces.push(lines.subarray(taken, start), Buffer.from(cutLine(line, maxBytes)))
    taken = end === -1 ? lines.length : end
    start = taken + 1
  }
  return taken === 0 ? lines : Buffer.concat([...pieces, lines.subarray(taken)])
}
