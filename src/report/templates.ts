import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import type { Chart } from './charts/chart.js'
import type { Drawings } from './charts/draw.js'
import { codeMarkdown, fencedMarkdown, plainMarkdown, printable } from './markdown/text.js'
import type { JudgementView } from './view/judgement-view.js'
import type { ReportView } from './view/report-view.js'

/** The package's own folder; `src/report` and `dist/report` lie equally deep in it. */
const folder = fileURLToPath(new URL('../../templates', import.meta.url))

/**
 * Markdown has no characters that could be escaped in general: every value goes through one of these
 * filters.
 */
function markdownEnvironment(): nunjucks.Environment {
  const environment = openEnvironment(false)
  environment.addFilter('md', (text: unknown) => plainMarkdown(String(text)))
  environment.addFilter('code', (text: unknown) => codeMarkdown(String(text)))
  environment.addFilter('fence', (text: unknown) => fencedMarkdown(String(text)))
  return environment
}

/** HTML escapes every value; a minus sign is one in print. */
function htmlEnvironment(): nunjucks.Environment {
  const environment = openEnvironment(true)
  environment.addFilter('printable', (text: unknown) => printable(String(text)))
  environment.addFilter('signed', (text: unknown) => String(text).replace(/(?<![\w.])-(?=\d)/g, '−'))
  return environment
}

function openEnvironment(autoescape: boolean): nunjucks.Environment {
  // Only files of the package: no template, and no part of one, ever comes from a run or a request.
  const loader = new nunjucks.FileSystemLoader(folder, { noCache: false, watch: false })
  return new nunjucks.Environment(loader, {
    autoescape,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  })
}

const environments = { markdown: markdownEnvironment(), html: htmlEnvironment() }

/** The report as GitHub's Markdown. */
export function renderMarkdown(view: ReportView): string {
  return environments.markdown.render('report.md', { view })
}

/** A judgement as GitHub's Markdown: for a comment, or a job's summary. */
export function judgementMarkdown(view: JudgementView): string {
  return environments.markdown.render('judgement.md', { view })
}

/** The charts of a report, to be drawn for its HTML. */
export function chartsIn({ charts, stages }: ReportView): Chart[] {
  return [...charts.changes, ...stages.flatMap((stage) => stage.charts), ...charts.noise]
}

/** The report as one HTML file that loads nothing and runs nothing. A chart that is not drawn is left out. */
export function renderHtml(view: ReportView, drawings: Drawings): string {
  return environments.html.render('report.html', {
    view,
    isDrawn: (chart: Chart) => drawings.has(chart),
    drawing: (chart: Chart) => drawings.get(chart) ?? '',
  })
}

/** The comment of a pull request while its comparison runs. */
export function renderRunningComment(told: object): string {
  return environments.markdown.render('comment-running.md', { told })
}

/** The comment of a pull request with what was found. */
export function renderComment(told: object): string {
  return environments.markdown.render('comment.md', { told })
}
