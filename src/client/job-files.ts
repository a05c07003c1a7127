import { randomUUID } from 'node:crypto'
import { appendFile, stat } from 'node:fs/promises'
import type { Outcome } from '../comparison/outcome.js'
import { clampMarkdown } from '../report/comment/clamp.js'
import { fencedMarkdown } from '../report/markdown/text.js'
import { renderMarkdown } from '../report/templates.js'
import { viewOf } from '../report/view/report-view.js'
import { readRecord } from '../run/record-file.js'
import { hasRecord } from '../run/retried-run.js'
import type { ExitCode } from './command-error.js'

type Environment = Readonly<Record<string, string | undefined>>

/** How a comparison ended, as far as the job that waited for it needs to know. */
export interface JobResult {
  readonly ending: string
  readonly outcome?: Outcome | undefined
  readonly exitCode: ExitCode
  /** Of a comparison that never came to a report. */
  readonly problem: string
}

/** GitHub takes no summary at all that is larger. */
const mostSummaryBytes = 1024 * 1024

/** Tells the job of GitHub Actions that this runs in: its summary, and outputs for later steps. */
export async function writeJobFiles(
  result: JobResult,
  environment: Environment = process.env,
): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = environment
  if (summary) {
    const written = (await stat(summary).catch(() => undefined))?.size ?? 0
    const room = mostSummaryBytes - written
    if (room > 1024) await appendFile(summary, clampMarkdown(await summaryOf(result), room, restOf(result)))
  }
  if (output) await appendFile(output, outputsOf(result).map(outputLines).join(''))
}

/** The report where its run directory is on this machine, else its lines. */
async function summaryOf({ outcome, problem }: JobResult): Promise<string> {
  if (outcome === undefined) return fencedMarkdown(problem)
  if (!(await hasRecord(outcome.runDirectory))) return fencedMarkdown(outcome.lines.join('\n'))
  return renderMarkdown(viewOf(await readRecord(outcome.runDirectory)))
}

function restOf({ outcome }: JobResult): string {
  return outcome === undefined ? 'in the log of the job' : `in ${outcome.report}`
}

function outputsOf({ ending, outcome, exitCode }: JobResult): [string, string][] {
  return [
    ['ending', ending],
    ['verdict', outcome?.verdict ?? 'missing'],
    ['complete', String(outcome?.complete ?? false)],
    ['exit-code', String(exitCode)],
    ['report', outcome?.report ?? ''],
    ['run-directory', outcome?.runDirectory ?? ''],
  ]
}

/** In the form for any text: the delimiter cannot be guessed, so no value can end it and add another. */
function outputLines([name, value]: [string, string]): string {
  const delimiter = `prbench-${randomUUID()}`
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
}
