import { exitCodes, type ExitCode, Refused } from '../command-error.js'
import { findOpenRun } from '../comparison-run.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { giveOrder, type Order } from '../give-order.js'
import { look } from '../progress/watch.js'
import { comparisonAndStage } from '../stage-argument.js'

/** `prbench pause|resume [ID]`, `prbench skip|cancel [ID] STAGE`: one order to an open comparison. */
export async function order(
  what: Order,
  first: string | undefined,
  second: string | undefined,
): Promise<ExitCode> {
  const isOfComparison = what === 'pause' || what === 'resume'
  const { comparison, stage } = isOfComparison ? { comparison: first } : comparisonAndStage(first, second)
  await using server = await connectToRunning()
  const { id } = await findComparison(server, comparison)
  const run = await findOpenRun(server, id)
  if (!run) throw new Refused(`${id} has ended. Continue it with prbench retry ${id}`)
  if (!isOfComparison && stage === undefined) {
    const { status } = await look(server, run)
    const known = (status?.stages ?? []).map(({ name, state }) => `${name} (${state})`)
    throw new Refused(
      `name a stage${known.length === 0 ? ', such as grok/offline' : `: ${known.join(', ')}`}`,
    )
  }
  process.stdout.write(`${await giveOrder(server, run, what, stage)}\n`)
  return exitCodes.ok
}
