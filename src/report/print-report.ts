import type { Better } from '../comparison/metric.js'
import { readHistoricalRun } from '../historical/read-run.js'
import { judgeRun } from '../run/judge-run.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { hasRecord } from '../run/retried-run.js'
import { readRecord } from '../run/record-file.js'
import type { RunRecord } from '../run/record.js'
import type { Judgement } from '../verdict/judgement.js'
import { clampMarkdown } from './comment/clamp.js'
import { endedComment } from './comment/comment.js'
import { bencherResults } from './exchange/bencher.js'
import { benchmarkEntries } from './exchange/github-action-benchmark.js'
import { chartsIn, renderHtml, renderMarkdown } from './templates.js'
import { endingLines } from './terminal/ending.js'
import { comparisonVerdict } from './view/comparison-verdict.js'
import { historicalThreshold, viewOfHistoricalRun } from './view/historical.js'
import { viewOf, type ReportView } from './view/report-view.js'
import { reasonWords } from './words/launch-reasons.js'
import { namesOfPlan } from './words/names.js'
import { withSentences } from './words/with-sentences.js'

/** In which forms a report can be printed. */
export const reportFormats = [
  'terminal',
  'md',
  'html',
  'json',
  'comment',
  'summary',
  'github-action-benchmark',
  'bencher',
] as const

/** GitHub takes no larger summary of a job. */
const mostSummaryBytes = 1024 * 1024

/** Of a terminal that nobody knows. */
const columns = 80

export type ReportFormat = (typeof reportFormats)[number]

/**
 * The report of a run directory as text, which stays as it is. With another threshold (a fraction) than the run
 * was judged by it is judged again. `better` is for the format whose files hold metrics of one direction only.
 *
 * @throws RecordInvalid, RunDirectoryUnusable
 */
export async function printedReport(
  runDirectory: string,
  format: ReportFormat,
  threshold: number | undefined,
  better: Better = 'lower',
): Promise<string> {
  const { view, judgement, record } = await judgedAgain(runDirectory, threshold)
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
    case 'github-action-benchmark':
      return `${JSON.stringify(benchmarkEntries(judgement, better), null, 2)}\n`
    case 'bencher':
      return `${JSON.stringify(bencherResults(judgement), null, 2)}\n`
    case 'summary':
      return clampMarkdown(renderMarkdown(view), mostSummaryBytes, `in ${runDirectory}`)
    case 'comment': {
      if (record !== undefined) return endedComment(record, undefined).markdown
      const reason = 'the historical tool wrote it: a comment is of a comparison of prbench'
      throw new RunDirectoryUnusable(runDirectory, reason)
    }
  }
}

async function judgedAgain(
  runDirectory: string,
  threshold: number | undefined,
): Promise<{ view: ReportView; judgement: Judgement; record?: RunRecord }> {
  if (await hasRecord(runDirectory)) {
    const read = withThreshold(await readRecord(runDirectory), threshold)
    const judgement = withSentences(read.judgement ?? judgeRun(read, reasonWords), namesOfPlan(read.plan))
    const record = { ...read, judgement }
    return { view: viewOf(record), judgement, record }
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
