import { CommandError, type ExitCode, exitCodes } from './command-error.js'

/** Tells an error on standard error: a known one by its message, a bug by its stack. Gives the exit code. */
export function reportError(error: unknown): ExitCode {
  if (error instanceof CommandError) {
    process.stderr.write(`prbench: ${error.message}\n`)
    return error.exitCode
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`prbench: this is a defect of prbench, please report it\n${stack}\n`)
  return exitCodes.failed
}
