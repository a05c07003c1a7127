import { gatedResult, heldBy } from '../comparison/gate.js'
import type { NotifyChoice } from '../comparison/notification.js'
import type { Outcome } from '../comparison/outcome.js'

/** Verdicts of which nobody needs to hear unasked. */
const quietVerdicts: readonly string[] = ['no-change', 'unresolved']

/** Whether there is something to hear: something changed, or the comparison did not work. */
export function isNews({ ending, complete, verdict }: Outcome): boolean {
  if (ending === 'cancelled') return false
  return ending !== 'finished' || !complete || !quietVerdicts.includes(verdict)
}

/** Whether somebody who wants to hear of this kind of end wants to hear of this one. */
export function isWanted(outcome: Outcome, when: NotifyChoice): boolean {
  if (when === 'always') return true
  if (when === 'change' || outcome.ending === 'cancelled') return isNews(outcome)
  return outcome.ending !== 'finished' || heldBy(gatedResult(outcome), 'regression') !== undefined
}
