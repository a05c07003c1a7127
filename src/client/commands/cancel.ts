import { exitCodes, type ExitCode, Failed } from '../command-error.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { look } from '../progress/watch.js'
import { cancelAndWait } from '../cancel-comparison.js'
import { findOpenRun } from '../comparison-run.js'
import { describeEnding, endingOf } from '../ending.js'
import { comparisonAndStage } from '../stage-argument.js'
import { order } from './order.js'

/**
 * `prbench cancel [ID] [STAGE]`: cancels a comparison and waits until nothing of it is left running; or only
 * one of its stages.
 *
 * @throws Failed, where it was not the cancel that ended it, but a failure
 */
export async function cancel(first: string | undefined, second: string | undefined): Promise<ExitCode> {
  const asked = comparisonAndStage(first, second)
  if (asked.stage !== undefined) return order('cancelStage', asked)
  await using server = await connectToRunning()
  const { id } = await findComparison(server, asked.comparison)
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
