import { expectedEnd, mayTakeLonger } from '../comparison/expected-end.js'
import type { ComparisonStatus, ImageStatus, StageStatus } from '../comparison/status.js'
import { words } from './words.js'

/** The status tree as markdown, for the Web UI's "current details". */
export function statusMarkdown(status: ComparisonStatus, now: Date): string {
  const { phase, message, pausedSince, runDirectory, deadline } = status
  const lines = [
    `**${phase}**${pausedSince === undefined ? '' : ` **paused** since ${minute(pausedSince)}`}` +
      (message === undefined ? '' : `: ${message}`),
  ]
  if (status.images.length > 0) lines.push('', ...table(status.images.map(imageCells)))
  if (status.stages.length > 0) {
    lines.push(
      '',
      ...table(status.stages.map((stage) => stageCells(stage, expectedEnd(status, stage, now), now))),
    )
  }
  const end = expectedEnd(status, undefined, now)
  if (end !== undefined) {
    const when = mayTakeLonger(status) ? 'at the earliest at' : 'by about'
    lines.push('', `measured ${when} ${minute(end.toISOString())}`)
  }
  if (deadline !== undefined && isOpen(status)) lines.push('', `deadline ${minute(deadline)}`)
  if (runDirectory !== undefined) lines.push('', `run directory \`${runDirectory}\``)
  return lines.join('\n')
}

function isOpen({ phase }: ComparisonStatus): boolean {
  return phase !== 'finished' && phase !== 'failed' && phase !== 'cancelled'
}

/** A row's texts by their column's heading. */
type Cells = Readonly<Record<string, string>>

function imageCells({ arm, tag, state, lastError = '' }: ImageStatus): Cells {
  return { image: arm, tag: `\`${tag}\``, state, 'last error': cell(lastError) }
}

function stageCells(stage: StageStatus, end: Date | undefined, now: Date): Cells {
  const { name, host, generation, lastError = '' } = stage
  const pairs = [`${stage.pairsDone} of ${stage.pairsPlanned}`, words.undecided(stage.undecidedAfter)]
  return {
    stage: name,
    state: stage.stopping === undefined ? stage.state : `being ${stage.stopping}`,
    // The Web UI makes a fraction of 1/2.
    pairs: unbroken(pairs.filter((part) => part !== undefined).join(', ')),
    now: current(stage),
    'expected end': end === undefined ? '' : unbroken(soon(end.toISOString(), now)),
    host,
    generation: generation === 1 ? '' : String(generation),
    'last error': cell(lastError),
  }
}

/** The Web UI sets a table without any space between its columns: this one HTML keeps. */
const gap = '\u2003'

function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

/** A table of the columns in which anything stands. */
function table(rows: readonly Cells[]): string[] {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== ''))
  const line = (texts: readonly string[]) => `| ${texts.map((text) => `${text}${gap}`).join(' | ')} |`
  return [
    line(columns),
    `|${':--|'.repeat(columns.length)}`,
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ]
}

function current({ pair, attempt, waitsFor }: StageStatus): string {
  if (pair === undefined) return ''
  const again = attempt !== undefined && attempt > 1 ? `, attempt ${attempt}` : ''
  return `pair ${pair}${again}${waitsFor === undefined ? '' : `: ${waitsFor}`}`
}

/** The first line, fit for a cell of a table. */
function cell(text: string): string {
  const [first = ''] = text.split('\n')
  return first.slice(0, 200).replaceAll('|', '\\|')
}

/** 2026-01-31 14:05 UTC */
function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`
}

/** The time of day alone where it is that of today. */
function soon(time: string, now: Date): string {
  return time.slice(0, 10) === now.toISOString().slice(0, 10) ? minute(time).slice(11) : minute(time)
}
