import type { Plan } from '../comparison/plan.js'
import type { Desk } from './desk.js'

/** Stops everything at the comparison's deadline, and says so. What is measured is judged and reported. */
export function markDeadline(plan: Plan, desk: Desk): void {
  desk.spent = deadlineSentence(plan)
  for (const run of desk.stages) {
    const { plan: stage, scope, isDue } = run
    if (scope === undefined) {
      run.isDue = false
      if (isDue) desk.ends(run, { name: stage.name, state: 'failed', reason: deadlineReason })
      continue
    }
    run.stopAs ??= { state: 'failed', reason: deadlineReason }
    scope.cancel()
  }
}

const deadlineReason = 'the deadline of the comparison was reached'

export function deadlineSentence({ deadlineSeconds }: Plan): string {
  const hours = (deadlineSeconds / 3600).toFixed(deadlineSeconds < 36_000 ? 2 : 0)
  return (
    `The comparison's deadline of ${hours} hours was reached, so this is what was measured by then: ` +
    'prbench retry measures what is missing, with as much time again.'
  )
}
