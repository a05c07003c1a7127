/** A flag of a recipe that prbench gives itself: the two would contradict each other. */
export class ReservedFlagError extends Error {
  override readonly name = 'ReservedFlagError'

  constructor(flag: string, reserved: string) {
    super(`The flag ${flag} is set by prbench (as ${reserved}): take it out of the recipe's flags.`)
  }
}

/** A flag among a recipe's that prbench gives itself, its place there, and its name in full. */
export interface ReservedFlag {
  readonly index: number
  readonly flag: string
  readonly reserved: string
}

/**
 * The flags of a recipe that prbench gives itself. Python's argparse takes the beginning of a flag for the
 * flag (`--batch` for `--batch-size`), and of two the last one wins.
 */
export function reservedAmong(flags: readonly string[], reserved: readonly string[]): ReservedFlag[] {
  return flags.flatMap((flag, index) => {
    const name = flag.split('=', 1)[0] ?? flag
    const isLong = /^--[a-z]/.test(name)
    const clash = reserved.find((known) => known === name || (isLong && known.startsWith(name)))
    return clash === undefined ? [] : [{ index, flag, reserved: clash }]
  })
}

/**
 * Checks that a recipe's flags leave those alone that prbench sets.
 *
 * @throws ReservedFlagError
 */
export function refuseReservedFlags(flags: readonly string[], reserved: readonly string[]): void {
  const [clash] = reservedAmong(flags, reserved)
  if (clash !== undefined) throw new ReservedFlagError(clash.flag, clash.reserved)
}
