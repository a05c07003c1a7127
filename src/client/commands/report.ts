import path from 'node:path'
import type { Better } from '../../comparison/metric.js'
import { printedReport, type ReportFormat } from '../../report/print-report.js'
import { renderAgain, renderFolders } from '../../report/render-again.js'
import { exitCodes, type ExitCode, Refused } from '../command-error.js'
import { usualOutputFolder } from '../defaults.js'
import { openInBrowser } from '../open-in-browser.js'
import { percentage } from '../options.js'

export interface ReportFlags {
  format?: ReportFormat
  threshold?: string
  better?: Better
  open?: true
}

/**
 * `prbench report DIR`: renders a run directory again, also one that the historical tool wrote. `prbench report
 * MAIN_DIR PR_DIR`: compares two folders of its results. With a format or a threshold it is printed, and the
 * directory stays as it is.
 */
export async function report(
  directory: string,
  other: string | undefined,
  flags: ReportFlags,
): Promise<ExitCode> {
  const main = path.resolve(directory)
  const threshold = percentage(flags.threshold)
  if (flags.better !== undefined && flags.format !== 'github-action-benchmark')
    throw new Refused('--better goes with --format github-action-benchmark')
  if (flags.format !== undefined || threshold !== undefined) {
    if (other !== undefined) throw new Refused('--format and --threshold are for one run directory')
    process.stdout.write(await printedReport(main, flags.format ?? 'terminal', threshold, flags.better))
    return exitCodes.ok
  }
  const rendered =
    other === undefined
      ? await renderAgain(main)
      : await renderFolders({ main, pr: path.resolve(other) }, await usualOutputFolder(process.cwd()))
  process.stdout.write(`${[...rendered.lines, `Report: ${rendered.report}`].join('\n')}\n`)
  if (flags.open === true && !(await openInBrowser(rendered.report)))
    process.stderr.write('No program here opens it: set BROWSER to one.\n')
  return exitCodes.ok
}
