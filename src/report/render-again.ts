import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { arms, type Arm } from '../comparison/arm.js'
import type { ArmFolders } from '../historical/find-files.js'
import { RunDirectoryUnusable } from '../run/errors.js'
import { checkDirectory, readHistoricalRun, type HistoricalRun } from '../historical/read-run.js'
import { readRecord } from '../run/record-file.js'
import { hasRecord } from '../run/retried-run.js'
import { originDifferences, viewOfHistoricalRun } from './view/historical.js'
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
export function renderAgain(runDirectory: string): Promise<RenderedAgain> {
  return withoutRefusal(runDirectory, async () => {
    if (!(await hasRecord(runDirectory)))
      return renderHistorical(await readHistoricalRun(runDirectory), runDirectory)
    const record = await readRecord(runDirectory)
    if (record.ending === undefined) return renderView(viewOf(record), runDirectory)
    return writeReport(record, record.ending, runDirectory)
  })
}

/**
 * Compares two folders of CSVs that the historical tool wrote, each of one arm: an image's own, or one with
 * more of them below it. The report lies in a folder of both names in `outputFolder`.
 *
 * @throws RunDirectoryUnusable
 */
export async function renderFolders(folders: ArmFolders, outputFolder: string): Promise<RenderedAgain> {
  for (const arm of arms) await checkDirectory(folders[arm])
  const run = await readHistoricalRun(folders.main, folders)
  for (const arm of arms) {
    if (run.tables.some((table) => table.arms[arm] !== undefined)) continue
    const reason = 'it holds no CSVs of one arm. Name a folder such as main/, pr/ or the one of an image'
    throw new RunDirectoryUnusable(folders[arm], reason)
  }
  if (!run.tables.some((table) => arms.every((arm) => table.arms[arm] !== undefined))) {
    const [ofMain, ofPr] = arms.map((arm) => tablesOf(run, arm).join(', '))
    const reason = `it has ${ofPr ?? ''}, and ${folders.main} has ${ofMain ?? ''}: nothing of both can be compared`
    throw new RunDirectoryUnusable(folders.pr, reason)
  }
  const name = `${basename(folders.main)}..${basename(folders.pr)}`
  const directory = join(outputFolder, name)
  return withoutRefusal(directory, async () => {
    await mkdir(directory, { recursive: true })
    return renderHistorical({ ...run, name }, directory)
  })
}

function tablesOf({ tables }: HistoricalRun, arm: Arm): string[] {
  return tables
    .filter((table) => table.arms[arm] !== undefined)
    .map(({ model, benchmarkType }) => `${model}/${benchmarkType}`)
}

/** @throws RunDirectoryUnusable, where the system refuses */
async function withoutRefusal<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isRefusal(error)) throw error
    const reason = `reading it, or writing its report, was refused (${error.message}). Render a copy that you may write.`
    throw new RunDirectoryUnusable(directory, reason, { cause: error })
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

async function renderHistorical(run: HistoricalRun, directory: string): Promise<RenderedAgain> {
  const { lines, report } = await renderView(viewOfHistoricalRun(run), directory)
  return { lines: [...lines, ...originDifferences(run)], report }
}

async function renderView(view: ReportView, runDirectory: string): Promise<RenderedAgain> {
  return { lines: terminalLines(view), report: await writeReportFiles(view, runDirectory) }
}
