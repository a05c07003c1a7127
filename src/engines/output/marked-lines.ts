import { markerSearch, type MarkerSearch } from './marker-search.js'
import { longestLine } from './printed-line.js'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Reads a log that is a file, for the lines that hold one of the markers: the others are never turned into
 * text, so a log of gigabytes takes seconds. Gives the lines of each piece of the log together.
 *
 * Lines are cut at 8 KB; of one that redraws itself with carriage returns its last state is given. Each byte
 * is looked at a fixed number of times, whatever the log holds, and only one unfinished line is kept between
 * pieces: give it large pieces (a megabyte).
 */
export async function* markedLines(
  log: AsyncIterable<Buffer>,
  markers: readonly string[],
): AsyncGenerator<string[]> {
  const search = markerSearch(markers)
  let unfinished: Buffer = Buffer.alloc(0)
  for await (const piece of log) {
    const first = piece.indexOf(lineFeed)
    if (first === -1) {
      unfinished = lastState(unfinished, piece)
      continue
    }
    const last = piece.lastIndexOf(lineFeed)
    const lines = [...linesWith(search, lastState(unfinished, piece.subarray(0, first)))]
    lines.push(...linesWith(search, piece.subarray(first + 1, last)))
    unfinished = lastState(Buffer.alloc(0), piece.subarray(last + 1))
    if (lines.length > 0) yield lines
  }
  const lines = [...linesWith(search, unfinished)]
  if (lines.length > 0) yield lines
}

/** The lines among these that hold a marker. Every line is searched once. */
function* linesWith(search: MarkerSearch, lines: Buffer): Generator<string> {
  for (let found = search(lines, 0); found !== -1;) {
    const start = lines.lastIndexOf(lineFeed, found) + 1
    const end = lines.indexOf(lineFeed, found)
    const line = lines.subarray(start, end === -1 ? lines.length : end)
    yield lastState(Buffer.alloc(0), line).toString('utf8')
    found = end === -1 ? -1 : search(lines, end + 1)
  }
}

/** What is seen of a line once more of it was printed: what follows its last carriage return, cut. */
function lastState(before: Buffer, more: Buffer): Buffer {
  const isEnded = before.at(-1) === carriageReturn && more.length > 0
  const start = more.length < 2 ? 0 : more.lastIndexOf(carriageReturn, more.length - 2) + 1
  const kept = start > 0 || isEnded ? Buffer.alloc(0) : before
  const room = Math.max(0, longestLine - kept.length)
  return Buffer.concat([kept, more.subarray(start, start + room)])
}
