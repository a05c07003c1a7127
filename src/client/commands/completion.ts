import type { Command } from 'commander'
import { exitCodes, type ExitCode } from '../command-error.js'
import { completionScript, type Shell } from '../completion.js'

/** `prbench completion SHELL`: prints what a shell completes this command line with. */
export function completion(shell: Shell, _flags: object, command: Command): Promise<ExitCode> {
  const program = command.parent
  if (program !== null) process.stdout.write(completionScript(program, shell))
  return Promise.resolve(exitCodes.ok)
}
