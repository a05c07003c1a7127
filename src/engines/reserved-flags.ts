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
