import type { RunRecord } from '../run/record.js'
import { renderHtml, renderMarkdown } from './templates.js'
import { terminalLines } from './terminal/lines.js'
import { viewOf } from './view/report-view.js'

/** A report in every form; its charts are not drawn. */
export function renderReport(record: RunRecord): {
  markdown: string
  html: string
  lines: readonly string[]
} {
  const view = viewOf(record)
  return { markdown: renderMarkdown(view), html: renderHtml(view, new Map()), lines: terminalLines(view) }
}
