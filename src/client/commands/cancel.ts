import { exitCodes, type ExitCode } from '../command-error.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { look } from '../progress/watch.js'
import { cancelAndWait } from '../cancel-comparison.js'
import { findOpenRun } from '../comparison-run.js'

/** `prbench cancel [ID]`: cancels a comparison and waits until nothing of it is left running. */
export async function cancel(wanted: string | undefined): Promise<ExitCode> {
  const server = await connectToRunning()
  try {
    const { id } = await findComparison(server, wanted)
    const run = await findOpenRun(server, id)
    if (!run) {
      process.stdout.write(`${id} has ended already.\n`)
      return exitCodes.ok
    }
    process.stdout.write(`Cancelling ${id}: its containers are removed, and what is finished is reported.\n`)
    await cancelAndWait(server, run, (line) => {
      process.stdout.write(`${line}\n`)
    })
    const { status } = await look(server, run)
    process.stdout.write('Cancelled.\n')
    if (status?.runDirectory !== undefined) process.stdout.write(`Results: ${status.runDirectory}\n`)
    return exitCodes.ok
  } finally {
    await server.close()
  }
}
