import type { LogLine, LogLines } from '../docker/log-lines.js'
import type { LogBlock } from '../run/stage-log.js'
import { markerSearch, type MarkerSearch } from '../engines/output/marker-search.js'
import { keyMarkers, redactKeys } from '../engines/output/redact-keys.js'
import { LogTail } from './log-tail.js'

/**
 * Takes what a program prints where it belongs, without the keys that it prints: into its log as far as that
 * keeps it, the tail for the report, and to whoever reads it. A log may have gigabytes, so only lines that
 * hold a marker become text.
 */
export class ProgramOutput {
  readonly tail = new LogTail()
  readonly #search: MarkerSearch

  /** @param markers each line that its reader knows holds one of these */
  constructor(
    private readonly log: LogBlock,
    markers: readonly string[],
  ) {
    this.#search = markerSearch([...keyMarkers, ...markers], { ignoresCase: true })
  }

  /** Gives the lines among these that hold a marker, and maybe some more. Throws where the disk refused. */
  async take(lines: LogLines): Promise<LogLine[]> {
    const found: LogLine[] = []
    const pieces: Buffer[] = []
    let taken = 0
    for (const line of lines.holding(this.#search)) {
      const text = redactKeys(line.text)
      found.push({ stream: line.stream, time: line.time, text })
      if (text === line.text) continue
      pieces.push(lines.bytes.subarray(taken, line.start), Buffer.from(text))
      taken = line.end
    }
    const printed = taken === 0 ? lines.bytes : Buffer.concat([...pieces, lines.bytes.subarray(taken)])
    this.tail.add(printed)
    if (lines.isKept) await this.log.writeLines(printed)
    return found
  }
}
