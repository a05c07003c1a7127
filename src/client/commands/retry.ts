import { announce } from '../announce.js'
import type { FailOn } from '../../comparison/gate.js'
import { exitCodes, type ExitCode } from '../command-error.js'
import { type ComparisonRun, findOpenRun } from '../comparison-run.js'
import type { Server } from '../connection.js'
import { connectToMeasure, findComparison } from '../find-comparison.js'
import { follow } from '../follow.js'
import { giveOrder } from '../give-order.js'
import { openOutput } from '../progress/output.js'
import { look } from '../progress/watch.js'
import { retryClosed } from '../retry-closed.js'
import { comparisonAndStage } from '../stage-argument.js'

export interface RetryFlags {
  detach?: boolean
  failOn: FailOn
  json?: boolean
}

/**
 * `prbench retry [ID] [STAGE]`: measures a stage again, or without one all that are missing. A comparison
 * that has ended is taken up again and followed.
 */
export async function retry(
  first: string | undefined,
  second: string | undefined,
  flags: RetryFlags,
): Promise<ExitCode> {
  const { comparison, stage } = comparisonAndStage(first, second)
  const output = openOutput(flags.json === true)
  const { say } = output
  await using server = await connectToMeasure(say)
  const found = await findComparison(server, comparison)
  const open = await findOpenRun(server, found.id)
  if (open) return await retryOpen(server, open, stage, say)
  const run = await retryClosed(server, found, stage, say)
  announce(output, server, { ...run, attached: false }, `Resuming ${run.id}`)
  return flags.detach === true ? exitCodes.ok : await follow(server, run, output, flags.failOn)
}

/** Of an open comparison, those that have ended without being measured, unless one is named. */
async function retryOpen(
  server: Server,
  run: ComparisonRun,
  stage: string | undefined,
  say: (line: string) => void,
): Promise<ExitCode> {
  const { status } = await look(server, run)
  const missing = (status?.stages ?? []).filter(({ state }) =>
    ['failed', 'cancelled', 'skipped'].includes(state),
  )
  const names = stage === undefined ? missing.map(({ name }) => name) : [stage]
  if (names.length === 0) say(`No stage of ${run.id} is missing so far. It continues.`)
  for (const name of names) say(await giveOrder(server, run, 'retryStage', name))
  return exitCodes.ok
}
