import type { Arm } from '../../comparison/arm.js'

/** What one arm was: what is to be copied stands in `code`. */
export interface ArmFact {
  readonly code: string
  readonly text: string
}

/** Something that both arms have, side by side. */
export interface ArmRow {
  readonly label: string
  readonly main: ArmFact
  readonly pr: ArmFact
  readonly isAlike: boolean
}

/** Something of both arms, by what it is of each. */
export function armRow(label: string, factOf: (arm: Arm) => ArmFact): ArmRow {
  const [main, pr] = [factOf('main'), factOf('pr')]
  return { label, main, pr, isAlike: main.code === pr.code && main.text === pr.text }
}
