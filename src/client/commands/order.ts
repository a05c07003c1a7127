import { exitCodes, type ExitCode, Refused } from '../command-error.js'
import { findOpenRun } from '../comparison-run.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { giveOrder, type Order } from '../give-order.js'
import { look } from '../progress/watch.js'
import { comparisonAndStage } from '../stage-argument.js'

/** `prbench pause [ID]` */
export async function pause(comparison: string | undefined): Promise<ExitCode> {
  return order('pause', { comparison })
}

/** `prbench resume [ID]` */
export async function resume(comparison: string | undefined): Promise<ExitCode> {
  return order('resume', { comparison })
}

/** `prbench skip [ID] STAGE` */
export async function skip(first: string | undefined, second: string | undefined): Promise<ExitCode> {
  return order('skipStage', comparisonAndStage(first, second))
}

/** One order to an open comparison, or to its stage. */
export async function order(
  what: Order,
  { comparison, stage }: { comparison?: string | undefined; stage?: string },
): Promise<ExitCode> {
  await using server = await connectToRunning()
  const { id } = await findComparison(server, comparison)
  const run = await findOpenRun(server, id)
  if (!run) throw new Refused(`${id} has ended. Continue it with prbench retry ${id}`)
  if (what === 'skipStage' && stage === undefined) {
    const { status } = await look(server, run)
    const known = (status?.stages ?? []).map(({ name, state }) => `${name} (${state})`)
    throw new Refused(
      `name a stage${known.length === 0 ? ', such as grok/offline' : `: ${known.join(', ')}`}`,
    )
  }
  process.stdout.write(`${await giveOrder(server, run, what, stage)}\n`)
  return exitCodes.ok
}
