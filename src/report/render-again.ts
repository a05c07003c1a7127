import { RunDirectoryUnusable } from '../run/errors.js'
import { readHistoricalRun } from '../historical/read-run.js'
import { readRecord } from '../run/record-file.js'
import { hasRecord } from '../run/retried-run.js'
import { viewOfHistoricalRun } from './view/historical.js'
import { terminalLines } from './terminal/lines.js'
import { viewOf, type ReportView } from './view/report-view.js'
import { writeReport, writeReportFiles } from './write-report.js'

export interface RenderedAgain {
  /** For a terminal, one a stage. */
  readonly lines: readonly string[]
  /** The path of the report. */
  readonly report: string
}

/**
 * Writes the report of a run directory again, from its `results.json` alone, or from the CSVs of one that the
 * historical tool wrote. A directory that was moved is rendered where it is; of a run that is not over only
 * the report is written.
 *
 * @throws RecordInvalid, RunDirectoryUnusable
 */
export async function renderAgain(runDirectory: string): Promise<RenderedAgain> {
  try {
    return await renderedAgain(runDirectory)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const reason = `reading it, or writing its report, was refused (${error.message}). Render a copy that you may write.`
    throw new RunDirectoryUnusable(runDirectory, reason, { cause: error })
  }
}

/**
 * Whether the system refused: the directory is somebody else's, on a disk that is full or cannot be
 * written.
 */
function isRefusal(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(?:EACCES|EPERM|EROFS|ENOSPC|EDQUOT)$/.test(String(error.code))
  )
}

async function renderedAgain(runDirectory: string): Promise<RenderedAgain> {
  if (!(await hasRecord(runDirectory))) {
    return renderView(viewOfHistoricalRun(await readHistoricalRun(runDirectory)), runDirectory)
  }
  const record = await readRecord(runDirectory)
  if (record.ending === undefined) return renderView(viewOf(record), runDirectory)
  return writeReport(record, record.ending, runDirectory)
}

async function renderView(view: ReportView, runDirectory: string): Promise<RenderedAgain> {
  return { lines: terminalLines(view), report: await writeReportFiles(view, runDirectory) }
}
