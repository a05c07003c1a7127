import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './command-error.js'
import { reportError } from './report-error.js'

/** A command's action: its exit code becomes the process's, its errors are told. */
export function perform<Arguments extends unknown[]>(
  command: (...given: Arguments) => Promise<ExitCode>,
): (...given: Arguments) => Promise<void> {
  return (...given) => end(() => command(...given))
}

/** The one place that turns errors into messages and exit codes. */
export async function end(command: () => Promise<ExitCode | undefined>): Promise<void> {
  try {
    const code = await command()
    if (code !== undefined) process.exitCode = code
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? usageCode(error) : reportError(error)
  }
}

/** Commander has said what is wrong already; code 0 means that help or the version was asked for. */
function usageCode(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.ok : exitCodes.refused
}
