import { expectedEnd } from '../../comparison/expected-end.js'
import type { Plan } from '../../comparison/plan.js'
import { hostsOf } from '../../comparison/stage.js'
import type { ComparisonStatus, StageStatus } from '../../comparison/status.js'
import type { RunRecord } from '../../run/record.js'
import { singleLine } from '../markdown/text.js'
import { renderComment, renderRunningComment } from '../templates.js'
import type { Headline } from '../view/headline.js'
import { viewOf } from '../view/report-view.js'
import { formatCount } from '../words/numbers.js'
import { clampMarkdown } from './clamp.js'

/** What a pull request is told, in one line and in Markdown. */
export interface Told {
  readonly title: string
  readonly markdown: string
}

/** GitHub takes 65,536 characters in a comment and a check's summary; some stay free for what marks it. */
const mostBytes = 65_000

/** What a comparison is planned to cost at most. */
export interface PlannedCost {
  readonly gpuHours: number
  readonly launches: number
}

/** How a comparison goes, for its pull request. */
export function runningComment(plan: Plan, status: ComparisonStatus, cost: PlannedCost, now: Date): Told {
  const end = expectedEnd(status, undefined, now)
  const title =
    end === undefined ? phaseWords[status.phase] : `${phaseWords[status.phase]}, until about ${minute(end)}`
  const markdown = renderRunningComment({
    title,
    commits: commitsOf(plan),
    hosts: hostsOf(plan),
    stages: status.stages.map((stage) => stageRow(stage)),
    cost: `${formatCount(cost.launches, 'launch', 'launches')}, ${cost.gpuHours.toFixed(1)} GPU hours`,
    cancel: `prbench cancel ${plan.comparison}`,
  })
  return told(title, markdown)
}

/** What a comparison found, for its pull request. `page`: where more of it is. */
export function endedComment(record: RunRecord, page: string | undefined): Told {
  const view = viewOf(record)
  const { plan } = record
  const markdown = renderComment({
    view,
    changed: view.stages.filter(({ summary }) => summary.tone !== 'same'),
    same: view.stages.filter(({ summary }) => summary.tone === 'same'),
    commits: commitsOf(plan),
    page: linkTarget(page ?? ''),
    directory: plan.runDirectory,
    again: `prbench retry ${plan.comparison}`,
  })
  return told(headlineWords(view.headline), markdown, page)
}

/** The first line of a report without its mark: `Regression: grok/online regression in ITL 3.3 % slower`. */
export function headlineWords({ opening, findings, rest }: Headline): string {
  const found = findings.map(({ stage, verdict, joint, text }) => `${stage} ${verdict}${joint}${text}`)
  const told = [...found, rest].filter((part) => part !== '').join('; ')
  return singleLine([opening, told].filter((part) => part !== '').join(': '))
}

function told(title: string, markdown: string, page?: string): Told {
  const rest = page === undefined ? 'in the run directory' : `on ${page}`
  return { title, markdown: clampMarkdown(markdown, mostBytes, rest) }
}

const phaseWords: Readonly<Record<ComparisonStatus['phase'], string>> = {
  resolving: 'Planning',
  building: 'Building images',
  measuring: 'Measuring',
  judging: 'Judging',
  reporting: 'Writing the report',
  finished: 'Finished',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

function stageRow({ name, state, pairsDone, pairsPlanned, host, waitsFor, lastError }: StageStatus) {
  const [error = ''] = (lastError ?? '').split('\n')
  return {
    name,
    state: waitsFor ?? state,
    pairs: `${pairsDone} of ${pairsPlanned}`,
    host,
    error: error.slice(0, 200),
  }
}

function commitsOf({ source }: Plan): string {
  const head = source.pullRequest?.headSha ?? source.head.sha
  return `${head.slice(0, 12)} against ${source.base.sha.slice(0, 12)}`
}

/** An address that cannot end the link in which it stands. */
function linkTarget(address: string): string {
  return address.replace(
    /[()<>\\\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

/** `2026-01-31 14:05 UTC` */
function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
