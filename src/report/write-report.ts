import { join } from 'node:path'
import type { Outcome } from '../comparison/outcome.js'
import { writeFileAtomically } from '../run/atomic-file.js'
import { writeHistoricalFiles } from '../historical/write.js'
import { judgeRun } from '../run/judge-run.js'
import { runFiles } from '../run/layout.js'
import { saveRecord } from '../run/record-file.js'
import type { RunRecord } from '../run/record.js'
import { writeSamplesCsv } from '../run/samples-csv.js'
import { samplesOf } from '../run/samples.js'
import { outcomeOf } from './outcome.js'
import { chartsIn, renderHtml, renderMarkdown } from './templates.js'
import { viewOf, type ReportView } from './view/report-view.js'
import { namesOfPlan } from './words/names.js'
import { withSentences } from './words/with-sentences.js'
import { reasonWords } from './words/launch-reasons.js'

/**
 * Writes everything that a run directory holds at its end: `results.json`, `samples.csv`, the historical
 * CSVs, and the report as Markdown and HTML. Writing it again, also elsewhere, replaces what was there.
 */
export async function writeReport(
  record: RunRecord,
  ending: Outcome['ending'],
  runDirectory = record.plan.runDirectory,
): Promise<Outcome> {
  // A record that is rendered again brings its judgement along.
  const found = record.judgement ?? judgeRun({ ...record, ending }, reasonWords)
  const ended = { ...record, ending, judgement: withSentences(found, namesOfPlan(record.plan)) }
  const view = viewOf(ended)
  const outcome = outcomeOf(ended, view, ending, runDirectory)
  await saveRecord({ ...ended, outcome }, runDirectory)
  await writeFileAtomically(
    join(runDirectory, runFiles.samples),
    writeSamplesCsv(samplesOf(ended, reasonWords)),
  )
  await writeHistoricalFiles(ended, runDirectory)
  await writeReportFiles(view, runDirectory)
  return outcome
}

/** Writes the report alone, as Markdown and HTML. Gives the path of the latter. */
export async function writeReportFiles(view: ReportView, runDirectory: string): Promise<string> {
  const report = join(runDirectory, runFiles.html)
  await writeFileAtomically(join(runDirectory, runFiles.markdown), renderMarkdown(view))
  // Only who renders a page waits until what draws is loaded.
  const { draw } = await import('./charts/draw.js')
  await writeFileAtomically(report, renderHtml(view, await draw(chartsIn(view))))
  return report
}
