import { exitCodes, type ExitCode } from '../command-error.js'
import { describeEnd } from '../describe-end.js'
import { findShown } from '../find-ended.js'
import { terminalOf } from '../terminal.js'
import { status } from './status.js'

/** `prbench show ID`: what a comparison found, as at the end of compare; of an open one, how far it is. */
export async function show(id: string): Promise<ExitCode> {
  const found = await findShown(id)
  if ('open' in found) return await status(found.open.id, {})
  const { ended } = found
  process.stdout.write(`${ended.id}\n${await describeEnd(ended, terminalOf(process.stdout))}\n`)
  return exitCodes.ok
}
