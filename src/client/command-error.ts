/** What the command ends with; docs/command-line.md says when. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  refused: 2,
  regression: 3,
  incomplete: 4,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** An end that a person understands: a message for stderr, no stack, and the code to leave with. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Refused before anything was started: the message says what to do. */
export class Refused extends CommandError {
  override readonly name = 'Refused'

  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.refused, options)
  }
}

/** The tool, or something it needs, failed on the way. */
export class Failed extends CommandError {
  override readonly name = 'Failed'

  constructor(message: string, options?: ErrorOptions) {
    super(message, exitCodes.failed, options)
  }
}

/** What an error of any kind says, on its own. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
