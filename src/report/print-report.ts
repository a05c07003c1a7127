import { readHistoricalRun } from '../historical/read-run.js'
import { judgeRun } from '../run/judge-run.js'
import { hasRecord } from '../run/retried-run.js'
import { readRecord } from '../run/record-file.js'
import type { RunRecord } from '../run/record.js'
import type { Judgement } from '../verdict/judgement.js'
import { chartsIn, renderHtml, renderMarkdown } from './templates.js'
import { endingLines } from './terminal/ending.js'
import { comparisonVerdict } from './view/comparison-verdict.js'
import { historicalThreshold, viewOfHistoricalRun } from './view/historical.js'
import { viewOf, type ReportView } from './view/report-view.js'
import { reasonWords } from './words/launch-reasons.js'
import { namesOfPlan } from './words/names.js'
import { withSentences } from './words/with-sentences.js'

/** In which forms a report can be printed. */
export const reportFormats = ['terminal', 'md', 'html', 'json'] as const

/** Of a terminal that nobody knows. */
const columns = 80

export type ReportFormat = (typeof reportFormats)[number]

/**
 * The report of a run directory as text, which stays as it is. With another threshold (a fraction) than the run
 * was judged by it is judged again.
 *
 * @throws RecordInvalid, RunDirectoryUnusable
 */
export async function printedReport(
  runDirectory: string,
  format: ReportFormat,
  threshold: number | undefined,
): Promise<string> {
  const { view, judgement } = await judgedAgain(runDirectory, threshold)
  switch (format) {
    case 'terminal':
      return `${endingLines(view, columns)
        .map(({ text }) => text)
        .join('\n')}\n`
    case 'md':
      return renderMarkdown(view)
    case 'html': {
      const { draw } = await import('./charts/draw.js')
      return renderHtml(view, await draw(chartsIn(view)))
    }
    case 'json':
      return `${JSON.stringify(judgement, null, 2)}\n`
  }
}

async function judgedAgain(
  runDirectory: string,
  threshold: number | undefined,
): Promise<{ view: ReportView; judgement: Judgement }> {
  if (await hasRecord(runDirectory)) {
    const record = withThreshold(await readRecord(runDirectory), threshold)
    const found = record.judgement ?? judgeRun(record, reasonWords)
    const judgement = withSentences(found, namesOfPlan(record.plan))
    return { view: viewOf({ ...record, judgement }), judgement }
  }
  const used = threshold ?? historicalThreshold
  const view = viewOfHistoricalRun(await readHistoricalRun(runDirectory), used)
  const stages = view.stages.map(({ judged }) => judged)
  return {
    view,
    judgement: { verdict: comparisonVerdict(view.stages), stages, findings: [], threshold: used, looks: [1] },
  }
}

/** The record as it is judged by that threshold. */
function withThreshold(record: RunRecord, threshold: number | undefined): RunRecord {
  const { plan } = record
  if (threshold === undefined || threshold === plan.request.threshold) return record
  const changed: RunRecord = { ...record, plan: { ...plan, request: { ...plan.request, threshold } } }
  delete changed.judgement
  return changed
}
