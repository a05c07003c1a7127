import type { ComparisonStatus, ImageStatus, StageStatus } from '../comparison/status.js'

/** The status tree as markdown, for the Web UI's "current details". */
export function statusMarkdown(status: ComparisonStatus): string {
  const lines = [`**${status.phase}**${status.message === undefined ? '' : `: ${status.message}`}`]
  if (status.images.length > 0) {
    lines.push('', '| image | tag | state |', '|---|---|---|', ...status.images.map(imageRow))
  }
  if (status.stages.length > 0) {
    lines.push(
      '',
      '| stage | state | pairs | now | host |',
      '|---|---|---|---|---|',
      ...status.stages.map(stageRow),
    )
  }
  if (status.runDirectory !== undefined) lines.push('', `run directory \`${status.runDirectory}\``)
  return lines.join('\n')
}

function imageRow(image: ImageStatus): string {
  return `| ${image.arm} | \`${image.tag}\` | ${image.state} |`
}

function stageRow(stage: StageStatus): string {
  const attempt = stage.attempt !== undefined && stage.attempt > 1 ? `, attempt ${String(stage.attempt)}` : ''
  const current = stage.pair === undefined ? '' : `pair ${String(stage.pair)}${attempt}`
  const pairs = `${String(stage.pairsDone)}/${String(stage.pairsPlanned)}`
  return `| ${stage.name} | ${stage.state} | ${pairs} | ${current || (stage.lastError ?? '')} | ${stage.host} |`
}
