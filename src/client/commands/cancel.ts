import { exitCodes, type ExitCode, Failed } from '../command-error.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { look } from '../progress/watch.js'
import { cancelAndWait } from '../cancel-comparison.js'
import { findOpenRun } from '../comparison-run.js'
import { describeEnding, endingOf } from '../ending.js'

/**
 * `prbench cancel [ID]`: cancels a comparison and waits until nothing of it is left running.
 *
 * @throws Failed, where it was not the cancel that ended it, but a failure
 */
export async function cancel(wanted: string | undefined): Promise<ExitCode> {
  await using server = await connectToRunning()
  const { id } = await findComparison(server, wanted)
  const run = await findOpenRun(server, id)
  if (!run) {
    process.stdout.write(`${id} has already ended.\n`)
    return exitCodes.ok
  }
  process.stdout.write(`Cancelling ${id}. Containers are removed, and what is finished is reported.\n`)
  await cancelAndWait(server, run, (line) => {
    process.stdout.write(`${line}\n`)
  })
  const ending = await endingOf(server, run)
  const { status } = await look(server, run)
  if (ending.kind === 'cancelled') process.stdout.write('Cancelled.\n')
  if (ending.kind === 'finished') process.stdout.write('It finished before it could be cancelled.\n')
  if (status?.runDirectory !== undefined) process.stdout.write(`Results: ${status.runDirectory}\n`)
  if (ending.kind === 'cancelled' || ending.kind === 'finished') return exitCodes.ok
  throw new Failed(describeEnding(ending))
}
