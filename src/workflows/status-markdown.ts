import { expectedEnd } from '../comparison/expected-end.js'
import type { ComparisonStatus, ImageStatus, StageStatus } from '../comparison/status.js'

/** The status tree as markdown, for the Web UI's "current details". */
export function statusMarkdown(status: ComparisonStatus, now: Date): string {
  const { phase, message, pausedSince, runDirectory, deadline } = status
  const lines = [
    `**${phase}**${pausedSince === undefined ? '' : ` **paused** since ${minute(pausedSince)}`}` +
      (message === undefined ? '' : `: ${message}`),
  ]
  if (status.images.length > 0) {
    lines.push(
      '',
      '| image | tag | state | last error |',
      '|---|---|---|---|',
      ...status.images.map(imageRow),
    )
  }
  if (status.stages.length > 0) {
    lines.push(
      '',
      '| stage | state | pairs | now | expected end | host | generation | last error |',
      '|---|---|---|---|---|---|---|---|',
      ...status.stages.map((stage) => stageRow(stage, expectedEnd(status, stage, now))),
    )
  }
  const end = expectedEnd(status, undefined, now)
  if (end !== undefined) lines.push('', `measured by about ${minute(end.toISOString())}`)
  if (deadline !== undefined && isOpen(status)) lines.push('', `deadline ${minute(deadline)}`)
  if (runDirectory !== undefined) lines.push('', `run directory \`${runDirectory}\``)
  return lines.join('\n')
}

function isOpen({ phase }: ComparisonStatus): boolean {
  return phase !== 'finished' && phase !== 'failed' && phase !== 'cancelled'
}

function imageRow(image: ImageStatus): string {
  return `| ${image.arm} | \`${image.tag}\` | ${image.state} | ${cell(image.lastError ?? '')} |`
}

function stageRow(stage: StageStatus, end: Date | undefined): string {
  const { name, host, generation, lastError = '' } = stage
  return `| ${[
    name,
    stage.stopping === undefined ? stage.state : `being ${stage.stopping}`,
    `${String(stage.pairsDone)}/${String(stage.pairsPlanned)}`,
    current(stage),
    end === undefined ? '' : minute(end.toISOString()),
    host,
    String(generation),
    cell(lastError),
  ].join(' | ')} |`
}

function current({ pair, attempt, waitsFor }: StageStatus): string {
  if (pair === undefined) return ''
  const again = attempt !== undefined && attempt > 1 ? `, attempt ${String(attempt)}` : ''
  return `pair ${String(pair)}${again}${waitsFor === undefined ? '' : ` waits for ${waitsFor}`}`
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
