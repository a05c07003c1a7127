import { CommanderError } from 'commander'
import { CommandError, type ExitCode, exitCodes } from './command-error.js'

/**
 * A command's action, which is loaded when it runs: its exit code becomes the process's, its errors are told.
 */
export function perform<Given extends unknown[]>(
  load: () => Promise<(...given: Given) => Promise<ExitCode>>,
): (...given: Given) => Promise<void> {
  return (...given) => end(async () => (await load())(...given))
}

/** The one place that turns errors into messages and exit codes. */
export async function end(command: () => Promise<ExitCode | undefined>): Promise<void> {
  try {
    const code = await command()
    if (code !== undefined) process.exitCode = code
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? usageCode(error) : await reportError(error)
  }
}

/** Commander has printed what is wrong already; code 0 means that help or the version was asked for. */
function usageCode(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.ok : exitCodes.refused
}

/** A known error by its message, a bug by its stack. */
async function reportError(error: unknown): Promise<ExitCode> {
  const { isRefusal } = await import('./refusals.js')
  if (error instanceof CommandError || isRefusal(error)) {
    process.stderr.write(`prbench: ${error.message}\n`)
    return error instanceof CommandError ? error.exitCode : exitCodes.refused
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`prbench: this is a bug in prbench, please report it\n${stack}\n`)
  return exitCodes.failed
}
