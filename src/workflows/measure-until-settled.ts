import { CancellationScope, CancelledFailure } from '@temporalio/workflow'
import type { BuiltImage } from '../comparison/image.js'
import type { Plan } from '../comparison/plan.js'
import { control } from './activities.js'
import type { Desk } from './desk.js'
import { measureStage } from './measure-stage.js'
import type { Publishing } from './publishing.js'

/**
 * Runs all stages to a look, has the whole family judged, and extends those that want more pairs, until every
 * stage is settled, has failed or was stopped, the last look is over, or a bound of the comparison is
 * reached.
 *
 * A failed or cancelled stage does not end the others; only the comparison's own cancel is thrown.
 */
export async function measureUntilSettled(
  plan: Plan,
  images: readonly BuiltImage[],
  desk: Desk,
  publishing: Publishing,
): Promise<void> {
  desk.beginMeasuring()
  while (desk.hasDue()) {
    desk.enter('measuring')
    publishing.tell()
    await measureDue(plan, images, desk)
    desk.enter('judging')
    const needs = await control.judgeLook(plan)
    // A retry that came meanwhile is measured before anything is extended.
    if (!desk.hasDue()) desk.judged(needs)
  }
}

/**
 * Measures what is due, and what becomes due meanwhile: a person's retry need not wait for the other stages.
 */
async function measureDue(plan: Plan, images: readonly BuiltImage[], desk: Desk): Promise<void> {
  const running = new Set<Promise<void>>()
  try {
    while (desk.hasDue() || running.size > 0) {
      for (const stage of desk.due()) {
        const measuring = measureStage(plan, stage, images, desk).then(() => {
          running.delete(measuring)
        })
        running.add(measuring)
      }
      const before = running.size
      const deadline = await desk.until(() => running.size < before || desk.hasDue())
      if (deadline !== undefined) {
        desk.reachDeadline()
        break
      }
    }
  } finally {
    // Those that are cancelled remove their containers first.
    await Promise.all(running)
  }
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('comparison cancelled')
}
