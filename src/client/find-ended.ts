import { findRuns, recordIn } from '../run/find-runs.js'
import type { ComparisonRun } from './comparison-run.js'
import { Refused } from './command-error.js'
import { connect, findServerChoice, type Server } from './connection.js'
import { usualOutputFolder } from './defaults.js'
import type { Ended } from './describe-end.js'
import { endingOf } from './ending.js'
import { findComparison } from './find-comparison.js'
import { look } from './progress/watch.js'
import { pageOf } from './web-ui.js'

/** A comparison that runs, with its page in the Web UI. */
export interface StillOpen extends ComparisonRun {
  readonly page: string | undefined
}

/**
 * The comparison that a person means, open or ended: by the server, or where none runs by the run directories
 * in the output folder.
 *
 * @throws Refused, where there is no such comparison
 */
export async function findShown(
  id: string | undefined,
): Promise<{ readonly ended: Ended } | { readonly open: StillOpen }> {
  const choice = await findServerChoice()
  if (choice === undefined) return { ended: await endedIn(await usualOutputFolder(process.cwd()), id) }
  await using server = await connect(choice)
  const run = await findComparison(server, id)
  return await onServer(server, run)
}

async function onServer(server: Server, run: ComparisonRun) {
  const { open, status } = await look(server, run)
  const page = pageOf(server, run)
  if (open) return { open: { ...run, page } }
  const ending = await endingOf(server, run)
  const runDirectory = ending.outcome?.runDirectory ?? status?.runDirectory
  return { ended: { ...run, ending, message: status?.message, runDirectory, page } }
}

/** The newest run in a folder, of all or of one comparison. */
async function endedIn(folder: string, id: string | undefined): Promise<Ended> {
  for (const runDirectory of await findRuns(folder)) {
    const record = await recordIn(runDirectory)
    if (record?.outcome === undefined) continue
    const { plan, outcome } = record
    if (id !== undefined && plan.comparison !== id && !plan.comparison.endsWith(`/${id}`)) continue
    const ending = { kind: outcome.ending, outcome }
    return { id: plan.comparison, runId: plan.run, ending, message: undefined, runDirectory, page: undefined }
  }
  throw new Refused(
    `no Temporal server is running, and ${folder} holds no results${id === undefined ? '' : ` of ${id}`}. ` +
      'Start a server with prbench server, or go to the folder in which compare was started',
  )
}
