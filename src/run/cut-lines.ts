import { characterStart } from '../docker/unfinished-line.js'

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

/** What stands at the end of a line that was cut before. */
const cutNote = /…\[\+(\d{1,15}) bytes\]$/

/**
 * At most `maxBytes` of a line, with no character cut in two, and then `…[+N bytes]`: how many more there
 * were.
 */
export function cutLine(line: string, maxBytes: number): string {
  if (Buffer.byteLength(line) <= maxBytes) return line
  const [note = '', cutBefore = '0'] = cutNote.exec(line) ?? []
  const bytes = Buffer.from(line.slice(0, line.length - note.length))
  const end = characterStart(bytes, maxBytes)
  return `${bytes.toString('utf8', 0, end)}…[+${bytes.length - end + Number(cutBefore)} bytes]`
}
