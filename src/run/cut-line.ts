import { characterStart } from '../docker/unfinished-line.js'

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
