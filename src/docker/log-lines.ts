import type { LogFrame } from './log-frames.js'

/** One line that a container printed. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** Without its line end; at most `maxLineBytes` of it, then `…[+N bytes]`. */
  readonly text: string
  /** When the Engine received it: RFC 3339 with nanoseconds. */
  readonly time: string
}

export interface LineAssembler {
  /** Takes the next message and returns the line that it completes, if it does. */
  push(frame: LogFrame): LogLine | undefined
  /** What was printed last without a line end, once nothing more will come. */
  flush(): LogLine[]
}

interface UnfinishedLine {
  readonly kept: Buffer[]
  keptBytes: number
  droppedBytes: number
  time: string
  returned: boolean
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) /

/**
 * Puts lines together from the messages of a log that was asked for with timestamps. Of a line that redraws itself
 * with carriage returns, as progress bars do, the last state remains, as on a terminal.
 */
export function createLineAssembler({ maxLineBytes = 64 * 1024 } = {}): LineAssembler {
  const unfinished: Record<LogFrame['stream'], UnfinishedLine | undefined> = {
    stdout: undefined,
    stderr: undefined,
  }

  const finish = (stream: LogFrame['stream']): LogLine | undefined => {
    const line = unfinished[stream]
    unfinished[stream] = undefined
    return line === undefined ? undefined : { stream, text: textOf(line), time: line.time }
  }

  return {
    push: ({ stream, payload }) => {
      const time = timestamp.exec(payload.toString('latin1', 0, 40))?.[1]
      const content = time === undefined ? payload : payload.subarray(time.length + 1)
      const complete = content.at(-1) === lineFeed
      const line = (unfinished[stream] ??= startLine(time ?? ''))
      append(line, complete ? content.subarray(0, -1) : content, maxLineBytes)
      return complete ? finish(stream) : undefined
    },
    flush: () => [finish('stdout'), finish('stderr')].filter((line) => line !== undefined),
  }
}

function startLine(time: string): UnfinishedLine {
  return { kept: [], keptBytes: 0, droppedBytes: 0, time, returned: false }
}

function append(line: UnfinishedLine, content: Buffer, maxLineBytes: number): void {
  let start = 0
  for (let at = content.indexOf(carriageReturn); at >= 0; at = content.indexOf(carriageReturn, start)) {
    appendSegment(line, content.subarray(start, at), maxLineBytes)
    line.returned = true
    start = at + 1
  }
  appendSegment(line, content.subarray(start), maxLineBytes)
}

function appendSegment(line: UnfinishedLine, segment: Buffer, maxLineBytes: number): void {
  if (segment.length === 0) return
  if (line.returned) {
    line.kept.length = 0
    line.keptBytes = 0
    line.droppedBytes = 0
    line.returned = false
  }
  // Once something was dropped nothing more is kept, or the text would have a hole in it.
  const room = line.droppedBytes > 0 ? 0 : maxLineBytes - line.keptBytes
  const end = segment.length <= room ? segment.length : characterStart(segment, room)
  line.kept.push(segment.subarray(0, end))
  line.keptBytes += end
  line.droppedBytes += segment.length - end
}

/** The last place at or before `at` that does not cut a UTF-8 character in two. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1
  return start
}

function textOf(line: UnfinishedLine): string {
  const text = Buffer.concat(line.kept).toString('utf8')
  return line.droppedBytes === 0 ? text : `${text}…[+${line.droppedBytes} bytes]`
}
