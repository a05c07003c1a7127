import type { BuildStatus, BuildVertex, VertexLog, VertexTransfer } from './buildkit-status.js'

export interface BuildLog {
  /** The lines that this piece of news adds to the log. */
  take: (status: BuildStatus) => string[]
  /** What commands printed last, without a line end. */
  flush: () => string[]
}

interface Step {
  readonly number: number
  started: number | undefined
  isOver: boolean
  readonly finishedStatuses: Set<string>
  /** Output without a line end yet, by stream. */
  readonly unfinished: Map<number, string>
}

const maxLineLength = 8192

/**
 * Turns what BuildKit tells of a build into the lines that `docker build --progress=plain` prints: steps are
 * numbered as they begin, and what a step prints carries its number and the seconds since it began.
 */
export function createBuildLog(): BuildLog {
  const steps = new Map<string, Step>()

  const stepOf = (digest: string, name: string, lines: string[]): Step => {
    const known = steps.get(digest)
    if (known !== undefined) return known
    const step: Step = {
      number: steps.size + 1,
      started: undefined,
      isOver: false,
      finishedStatuses: new Set(),
      unfinished: new Map(),
    }
    steps.set(digest, step)
    if (step.number > 1) lines.push('')
    lines.push(clamp(`#${step.number} ${name}`))
    return step
  }

  return {
    take: (status) => {
      const lines: string[] = []
      // Beginnings first and ends last: one message may hold a step's begin, its output and its end.
      for (const vertex of status.vertexes) {
        if (vertex.started === undefined && !vertex.cached) continue
        stepOf(vertex.digest, vertex.name, lines).started ??= vertex.started
      }
      for (const transfer of status.statuses) {
        lines.push(...transferLines(stepOf(transfer.vertex, transfer.vertex, lines), transfer))
      }
      for (const log of status.logs) lines.push(...printedLines(stepOf(log.vertex, log.vertex, lines), log))
      for (const { vertex, short } of status.warnings) {
        const step = steps.get(vertex)
        const prefix = step === undefined ? '' : `#${step.number} `
        lines.push(clamp(`${prefix}WARNING: ${short.toString('utf8')}`))
      }
      for (const vertex of status.vertexes) {
        const step = steps.get(vertex.digest)
        if (step !== undefined) lines.push(...endLines(step, vertex))
      }
      return lines
    },
    flush: () => [...steps.values()].flatMap(unfinishedLines),
  }
}

function endLines(step: Step, vertex: BuildVertex): string[] {
  if (step.isOver || (vertex.completed === undefined && !vertex.cached)) return []
  step.isOver = true
  const lines = unfinishedLines(step)
  if (vertex.error.includes('context canceled')) return [...lines, `#${step.number} CANCELED`]
  if (vertex.error !== '') return [...lines, clamp(`#${step.number} ERROR: ${vertex.error}`)]
  if (vertex.cached) return [...lines, `#${step.number} CACHED`]
  return [...lines, `#${step.number} DONE ${seconds(step.started, vertex.completed)}s`]
}

function transferLines(step: Step, status: VertexTransfer): string[] {
  if (status.completed === undefined || step.finishedStatuses.has(status.ID)) return []
  step.finishedStatuses.add(status.ID)
  const total = status.total > 0 ? ` / ${byteSize(status.total)}` : ''
  const size = status.current > 0 ? ` ${byteSize(status.current)}${total}` : ''
  return [clamp(`#${step.number} ${status.ID}${size} ${seconds(status.started, status.completed)}s done`)]
}

function printedLines(step: Step, log: VertexLog): string[] {
  const text = (step.unfinished.get(log.stream) ?? '') + log.msg.toString('utf8')
  const lines = text.split('\n')
  const rest = lines.pop() ?? ''
  step.unfinished.set(log.stream, clamp(rest))
  const at = seconds(step.started, log.timestamp, 3)
  return lines.map((line) => clamp(`#${step.number} ${at} ${lastState(line)}`))
}

function unfinishedLines(step: Step): string[] {
  const lines = [...step.unfinished.values()].filter((rest) => rest !== '')
  step.unfinished.clear()
  return lines.map((rest) => clamp(`#${step.number} ${lastState(rest)}`))
}

/** Of a line that redraws itself with carriage returns, what a terminal would show in the end. */
function lastState(line: string): string {
  return line.split('\r').findLast((state) => state !== '') ?? ''
}

function seconds(from: number | undefined, to: number | undefined, digits = 1): string {
  return Math.max(0, (to ?? 0) - (from ?? to ?? 0)).toFixed(digits)
}

function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(2)}${units[power - 1] ?? ''}`
}

function clamp(line: string): string {
  return line.length <= maxLineLength
    ? line
    : `${line.slice(0, maxLineLength)}…[+${line.length - maxLineLength} characters]`
}
