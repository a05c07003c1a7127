import { CancellationScope, CancelledFailure } from '@temporalio/workflow'
import type { StageNeed } from '../comparison/activities.js'
import type { Plan } from '../comparison/plan.js'
import { control } from './activities.js'
import type { HostImages } from './build-images.js'
import type { Desk } from './desk.js'
import { measureStage } from './measure-stage.js'
import type { StageRun } from './stage-run.js'
import { markDeadline } from './spent.js'

/**
 * Runs all stages to a look, has the whole family judged, and extends those that want more pairs, until every
 * stage is settled, has failed or was stopped, the last look is over, or a bound of the comparison is reached.
 *
 * A failed or cancelled stage does not end the others; only the comparison's own cancel is thrown.
 */
export async function measureUntilSettled(plan: Plan, images: HostImages, desk: Desk): Promise<void> {
  desk.budget.begin(plan.request.budgetSeconds)
  while (desk.hasDue()) {
    desk.enter('measuring')
    await measureDue(plan, images, desk)
    desk.enter('judging')
    const needs = await control.judgeLook(plan)
    // A retry that came meanwhile is measured before anything is extended.
    if (desk.hasDue()) continue
    desk.spent ??= desk.budget.refusalOfMore(desk.stages, needs)
    extend(desk, needs)
  }
}

/** Measures what is due, and what becomes due meanwhile: a person's retry need not wait for the other stages. */
async function measureDue(plan: Plan, images: HostImages, desk: Desk): Promise<void> {
  const running = new Set<Promise<void>>()
  const begin = (run: StageRun) => {
    const measuring = measureStage(plan, run, images, desk).then(() => {
      running.delete(measuring)
    })
    running.add(measuring)
  }
  try {
    for (;;) {
      for (const run of desk.stages.filter(({ isDue }) => isDue)) begin(run)
      const before = running.size
      if (before === 0) break
      if (!(await desk.clock.waitFor(() => running.size < before || desk.hasDue()))) {
        markDeadline(plan, desk)
        break
      }
    }
  } finally {
    // Those that are cancelled remove their containers first.
    await Promise.all(running)
  }
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('comparison cancelled')
}

/** All open stages, not only those that were due: what others have shown since may unsettle a stage again. */
function extend(desk: Desk, needs: Record<string, StageNeed>): void {
  // A later pair may show that an earlier one was sound after all: what people see is what was judged.
  for (const { plan, status } of desk.stages) {
    status.pairsDone = needs[plan.name]?.pairsValid ?? status.pairsDone
  }
  for (const run of desk.stages.filter(({ isOpen }) => isOpen)) {
    const need = needs[run.plan.name]
    const morePairs = desk.spent !== undefined ? 0 : (need?.morePairs ?? 0)
    run.valid = need?.pairsValid ?? run.valid
    run.wanted = run.tried + morePairs
    run.isDue = morePairs > 0
    if (!run.isDue) continue
    run.status.pairsPlanned = run.wanted
    run.status.state = 'waiting'
  }
  desk.show()
}
