import { join } from 'node:path'
import type { Outcome } from '../comparison/outcome.js'
import { runFiles } from '../run/layout.js'
import type { RunRecord } from '../run/record.js'
import { regressionsOfRun } from './acknowledged.js'
import { terminalLines } from './terminal/lines.js'
import { comparisonVerdict } from './view/comparison-verdict.js'
import type { ReportView } from './view/report-view.js'
import { isComplete } from './view/stage-view.js'
import { acknowledgedWords } from './words/acknowledged.js'
import { endingWords } from './words/ending-reasons.js'
import { namesOfPlan } from './words/names.js'

/** How a comparison ended and what it found, for machines and for a terminal. */
export function outcomeOf(
  record: RunRecord,
  view: ReportView,
  ending: Outcome['ending'],
  runDirectory: string,
): Outcome {
  return {
    comparison: record.plan.comparison,
    ending,
    complete: ending === 'finished' && view.stages.every(isComplete),
    verdict: comparisonVerdict(view.stages, view.accuracy),
    ...(isAcknowledged(record, view) ? { acknowledged: true } : {}),
    lines: [
      ...terminalLines(view),
      ...acknowledgedWords(regressionsOfRun(record), namesOfPlan(record.plan)),
      ...boundReached(record, ending),
    ],
    runDirectory,
    report: join(runDirectory, runFiles.html),
  }
}

/** Whether all that got slower is acknowledged. Accuracy that was lost cannot be. */
function isAcknowledged(record: RunRecord, { accuracy }: ReportView): boolean {
  const regressions = regressionsOfRun(record)
  if (accuracy.some(({ tone }) => tone === 'worse')) return false
  return regressions.length > 0 && regressions.every(({ holds }) => holds)
}

/** Which bound ended it early. What is behind any other ending is told with that. */
function boundReached({ problem }: RunRecord, ending: Outcome['ending']): string[] {
  return ending === 'finished' && problem !== undefined ? [endingWords(problem)] : []
}
