import { exitCodes, type ExitCode } from '../command-error.js'
import type { Server } from '../connection.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { wantsColours } from '../progress/live-area.js'
import { paint } from '../progress/paint.js'
import { renderTree } from '../progress/tree.js'
import { look } from '../progress/watch.js'
import type { ComparisonRun } from '../comparison-run.js'
import { workflowPage } from '../web-ui.js'

export interface StatusFlags {
  json?: boolean
}

/** `prbench status [ID]`: the tree of a comparison as it is now. */
export async function status(id: string | undefined, flags: StatusFlags): Promise<ExitCode> {
  const server = await connectToRunning()
  try {
    const run = await findComparison(server, id)
    const view = await look(server, run)
    if (flags.json === true) {
      const page = pageOf(server, run)
      process.stdout.write(
        `${JSON.stringify({ run: run.runId, ...view, ...(page !== undefined && { webUi: page }) })}\n`,
      )
      return exitCodes.ok
    }
    const colours = process.stdout.isTTY && wantsColours()
    for (const line of renderTree(view, new Date())) process.stdout.write(`${paint(line, colours)}\n`)
    if (view.status?.message !== undefined) process.stdout.write(`${view.status.message}\n`)
    if (view.status?.runDirectory !== undefined)
      process.stdout.write(`run directory: ${view.status.runDirectory}\n`)
    const page = pageOf(server, run)
    if (page !== undefined) process.stdout.write(`Web UI: ${page}\n`)
    return exitCodes.ok
  } finally {
    await server.close()
  }
}

function pageOf({ webUi, namespace }: Server, { id, runId }: ComparisonRun): string | undefined {
  return webUi === undefined ? undefined : workflowPage(webUi, namespace, id, runId)
}
