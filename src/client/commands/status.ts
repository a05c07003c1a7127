import { exitCodes, type ExitCode } from '../command-error.js'
import { findServerChoice, type Server } from '../connection.js'
import { stateFolder } from '../embedded/folders.js'
import {
  connectToRunning,
  describeList,
  findComparison,
  listComparisons,
  newestRuns,
} from '../find-comparison.js'
import { wantsColours } from '../progress/live-area.js'
import { paint } from '../progress/paint.js'
import { renderTree } from '../progress/tree.js'
import { look } from '../progress/watch.js'
import type { ComparisonRun } from '../comparison-run.js'
import { pageOf } from '../web-ui.js'

export interface StatusFlags {
  json?: boolean
}

/** `prbench status [ID]`: the tree of a comparison as it is now; without an id, of all that are open. */
export async function status(id: string | undefined, flags: StatusFlags): Promise<ExitCode> {
  if (id === undefined && (await findServerChoice()) === undefined) {
    const where = `No Temporal server is running. prbench server resumes interrupted comparisons (from ${stateFolder()}).`
    const answer =
      flags.json === true ? JSON.stringify({ open: [], recent: [] }) : `No comparison is open.\n${where}`
    process.stdout.write(`${answer}\n`)
    return exitCodes.ok
  }
  await using server = await connectToRunning()
  const runs = id === undefined ? await listComparisons(server, true) : [await findComparison(server, id)]
  if (runs.length === 0) return await nothingOpen(server, flags)
  for (const { id: comparison, runId } of runs) await show(server, { id: comparison, runId }, flags)
  return exitCodes.ok
}

async function show(server: Server, run: ComparisonRun, { json }: StatusFlags): Promise<void> {
  const view = await look(server, run)
  const page = pageOf(server, run)
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ run: run.runId, ...view, webUi: page })}\n`)
    return
  }
  const colours = process.stdout.isTTY && wantsColours()
  for (const line of renderTree(view, new Date())) process.stdout.write(`${paint(line, colours)}\n`)
  if (view.status?.message !== undefined) process.stdout.write(`${view.status.message}\n`)
  if (view.status?.runDirectory !== undefined)
    process.stdout.write(`run directory: ${view.status.runDirectory}\n`)
  if (page !== undefined) process.stdout.write(`Web UI: ${page}\n`)
}

/** That is an answer, not an error: what there was lately stands below it. */
async function nothingOpen(server: Server, { json }: StatusFlags): Promise<ExitCode> {
  const recent = newestRuns(await listComparisons(server, false)).slice(0, 10)
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ open: [], recent })}\n`)
    return exitCodes.ok
  }
  const list = recent.length === 0 ? '' : `Recent ones (see prbench status ID):\n${describeList(recent)}\n`
  process.stdout.write(`No comparison is open.\n${list}`)
  return exitCodes.ok
}
