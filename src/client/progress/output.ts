import type { ComparisonView } from './view.js'
import { LiveArea, isLiveTerminal, wantsColours } from './live-area.js'
import { newLines } from './new-lines.js'
import { renderTree } from './tree.js'

/** An event of a comparison, one JSON object a line. `status` comes only when something changed. */
export type ProgressEvent = Readonly<Record<string, unknown>> & { event: 'started' | 'status' | 'ended' }

/**
 * Where a command tells how it goes. On a terminal: a tree that is drawn again, and words. Elsewhere: a line
 * for each change, and words. With `--json`: events as JSON lines on standard output, and words on standard
 * error.
 */
export interface ProgressOutput {
  /** Where words go. */
  stream: NodeJS.WriteStream
  say: (text: string) => void
  show: (view: ComparisonView) => void
  /** What was shown last stays. */
  keep?: () => void
  emit?: (event: ProgressEvent) => void
}

export function openOutput(json: boolean): ProgressOutput {
  if (json) return jsonOutput()
  return isLiveTerminal(process.stdout) ? terminalOutput() : lineOutput()
}

function terminalOutput(): ProgressOutput {
  const area = new LiveArea(process.stdout, wantsColours())
  return {
    stream: process.stdout,
    say: (text) => {
      area.print(text)
    },
    show: (view) => {
      area.draw(renderTree(view, new Date()))
    },
    keep: () => {
      area.keep()
    },
  }
}

function lineOutput(): ProgressOutput {
  const shown = new Map<string, string>()
  return {
    stream: process.stdout,
    say: (text) => {
      process.stdout.write(`${text}\n`)
    },
    show: (view) => {
      const time = new Date().toISOString().slice(11, 19)
      for (const line of newLines(view, shown)) process.stdout.write(`${time} ${line}\n`)
    },
  }
}

function jsonOutput(): ProgressOutput {
  let last = ''
  const emit = (event: ProgressEvent) => {
    process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`)
  }
  return {
    stream: process.stderr,
    say: (text) => {
      process.stderr.write(`${text}\n`)
    },
    show: ({ comparison, status, pairs, troubles, note }) => {
      const event: ProgressEvent = {
        event: 'status',
        comparison,
        ...status,
        running: pairs,
        troubles,
        note,
      }
      const text = JSON.stringify(event)
      if (text === last) return
      last = text
      emit(event)
    },
    emit,
  }
}
