import { announce } from '../announce.js'
import type { FailOn } from '../../comparison/gate.js'
import type { ExitCode } from '../command-error.js'
import { connectToRunning, findComparison } from '../find-comparison.js'
import { follow } from '../follow.js'
import { openOutput } from '../progress/output.js'

export interface WatchFlags {
  failOn: FailOn
  json?: boolean
}

/** `prbench watch [ID]`: attaches to a comparison that runs, without the options that it was started with. */
export async function watch(id: string | undefined, flags: WatchFlags): Promise<ExitCode> {
  const output = openOutput(flags.json === true)
  await using server = await connectToRunning()
  const run = await findComparison(server, id)
  announce(output, server, { ...run, attached: true }, `Watching ${run.id}`)
  return await follow(server, run, output, flags.failOn)
}
