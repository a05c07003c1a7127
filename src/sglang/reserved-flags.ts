/** A flag of a recipe that prbench gives itself: the two would contradict each other. */
export class ReservedFlagError extends Error {
  override readonly name = 'ReservedFlagError'

  constructor(
    readonly flag: string,
    readonly reserved: string,
  ) {
    super(`The flag ${flag} is set by prbench (as ${reserved}): take it out of the recipe's flags.`)
  }
}

/**
 * Checks that a recipe's flags leave those alone that prbench sets. Python's argparse takes the beginning of a
 * flag for the flag (`--batch` for `--batch-size`), and of two the last one wins.
 *
 * @throws {ReservedFlagError}
 */
export function refuseReservedFlags(flags: readonly string[], reserved: readonly string[]): void {
  for (const flag of flags) {
    const name = flag.split('=', 1)[0] ?? flag
    const clash = /^--[a-z]/.test(name) ? reserved.find((known) => known.startsWith(name)) : undefined
    if (clash !== undefined) throw new ReservedFlagError(flag, clash)
  }
}
