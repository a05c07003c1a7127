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

/** The last place at or before `at` that does not cut a UTF-8 character in two. */
function characterStart(bytes: Buffer, at: number): number {
  let start = Math.min(at, bytes.length)
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}
