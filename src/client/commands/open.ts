import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { runFiles } from '../../run/layout.js'
import { exitCodes, type ExitCode, Refused } from '../command-error.js'
import { findShown } from '../find-ended.js'
import { openInBrowser } from '../open-in-browser.js'

/** `prbench open [ID]`: opens the report in a browser; while the comparison runs, its page in the Web UI. */
export async function open(id: string | undefined): Promise<ExitCode> {
  const found = await findShown(id)
  const target = 'open' in found ? found.open.page : ((await reportOf(found.ended)) ?? found.ended.page)
  if (target === undefined) {
    const { id: comparison } = 'open' in found ? found.open : found.ended
    throw new Refused(`${comparison} has no report on this machine, and the Web UI's address is not known`)
  }
  process.stdout.write(`${target}\n`)
  if (!(await openInBrowser(target)))
    process.stderr.write('No browser was found on this machine. Open that address yourself.\n')
  return exitCodes.ok
}

async function reportOf({ runDirectory }: { readonly runDirectory: string | undefined }) {
  if (runDirectory === undefined) return undefined
  const report = join(runDirectory, runFiles.html)
  return access(report).then(
    () => report,
    () => undefined,
  )
}
