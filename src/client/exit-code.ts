import { type FailOn, type GatedResult, heldBy } from '../comparison/gate.js'
import { type ExitCode, exitCodes } from './command-error.js'

/** The exit code for what was found. */
export function exitCodeFor(found: GatedResult, failOn: FailOn): ExitCode {
  const held = heldBy(found, failOn)
  return held === undefined ? exitCodes.ok : exitCodes[held]
}
