import path from 'node:path'
import { endingLines } from '../report/terminal/ending.js'
import { wrapText } from '../report/terminal/wrap.js'
import { viewOf } from '../report/view/report-view.js'
import { RecordInvalid } from '../run/errors.js'
import { runFiles } from '../run/layout.js'
import { readRecord } from '../run/record-file.js'
import { hasRecord } from '../run/retried-run.js'
import type { ComparisonRun } from './comparison-run.js'
import { describeEnding, type Ending } from './ending.js'
import { type Terminal, toned } from './terminal.js'

/** A closed comparison, as far as it is known. */
export interface Ended extends ComparisonRun {
  readonly ending: Ending
  /** What its workflow said last. */
  readonly message: string | undefined
  readonly runDirectory: string | undefined
  /** Its page in the Web UI. */
  readonly page: string | undefined
}

/**
 * How a comparison ended, for a person: the verdict and what changed, where everything is, what to do next. The
 * table is made here where the run directory can be read here; else the control worker's own lines are shown.
 */
export async function describeEnd(ended: Ended, terminal: Terminal): Promise<string> {
  const { ending, page, message, runDirectory } = ended
  const table = await tableOf(ended, terminal)
  const plain = ending.outcome?.lines ?? (message === undefined ? [] : message.split('\n'))
  const found = table ?? plain.flatMap((line) => wrapText(line, terminal.columns, '', '  '))
  // A comparison that was cut off says nothing at its end, and has no report.
  const isReported = message !== undefined && runDirectory !== undefined
  const report = ending.outcome?.report ?? (isReported ? path.join(runDirectory, runFiles.html) : undefined)
  return [
    ...found,
    ...(ending.kind === 'finished' ? [] : [describeEnding(ending)]),
    ...(report !== undefined
      ? [`Report: ${report}`]
      : runDirectory === undefined
        ? []
        : [`Run directory (no report of this run): ${runDirectory}`]),
    ...(page === undefined ? [] : [`Web UI: ${page}`]),
    ...nextSteps(ended, report, table !== undefined),
  ].join('\n')
}

/** Undefined where the run directory is not here, or is another run's by now. */
async function tableOf(
  { runId, ending, runDirectory }: Ended,
  terminal: Terminal,
): Promise<string[] | undefined> {
  if (ending.outcome === undefined || runDirectory === undefined || !(await hasRecord(runDirectory))) return
  try {
    const record = await readRecord(runDirectory)
    // A calibration's table is not of changes.
    if (record.plan.run !== runId || record.plan.request.calibrate) return
    return endingLines(viewOf(record), terminal.columns).map((line) => toned(line, terminal))
  } catch (error) {
    if (error instanceof RecordInvalid) return undefined
    throw error
  }
}

/** What the table does not say by itself. */
function nextSteps(
  { id, ending: { kind, outcome } }: Ended,
  report: string | undefined,
  isTold: boolean,
): string[] {
  if (kind === 'refused' || report === undefined) return []
  const isIncomplete = kind !== 'finished' || outcome?.complete === false
  return [
    ...(isIncomplete && !isTold ? [`Next: Measure what is missing: prbench retry ${id}`] : []),
    `Open the report: prbench open ${id}`,
  ]
}
