import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
} from '@temporalio/workflow'
import type { ComparisonEnding } from '../comparison/activities.js'
import { failureTypes } from '../comparison/failure.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import { hostsOf } from '../comparison/stage.js'
import { control } from './activities.js'
import { buildImages } from './build-images.js'
import { cleanUp } from './clean-up.js'
import type { Desk } from './desk.js'
import { describeFailure, isOfType } from './failures.js'
import { measureUntilSettled } from './measure-until-settled.js'

/**
 * From a plan to a report: builds, measures until all is settled, and reports; again while a person wants a stage
 * measured once more.
 *
 * @throws ApplicationFailure `BuildFailed` where an image does not build, after a report that says so (its details
 *   hold the outcome)
 */
export async function conductComparison(plan: Plan, desk: Desk): Promise<Outcome> {
  try {
    const images = await buildImages(plan, desk)
    for (;;) {
      await measureUntilSettled(plan, images, desk)
      const outcome = await report(plan, desk, {
        ending: 'finished',
        stages: desk.endings(),
        ...(desk.spent === undefined ? {} : { problem: desk.spent }),
      })
      if (desk.hasDue()) continue
      // Nothing is awaited between the last look at the orders and this: none can be lost.
      desk.isClosed = true
      desk.enter('finished', outcome.lines.join('\n'))
      await condition(allHandlersFinished)
      return outcome
    }
  } catch (error) {
    return await reportEarlyEnd(plan, desk, error)
  }
}

/** Renders what there is of a comparison that was cancelled or could not be built, then lets the failure go on. */
async function reportEarlyEnd(plan: Plan, desk: Desk, error: unknown): Promise<never> {
  desk.isClosed = true
  const cancelled = isCancellation(error) || CancellationScope.current().consideredCancelled
  const buildFailed = isOfType(error, failureTypes.buildFailed)
  const ending: ComparisonEnding = {
    ending: cancelled ? 'cancelled' : buildFailed ? 'build-failed' : 'failed',
    stages: desk.endings(),
    problem: cancelled ? 'The comparison was cancelled.' : describeFailure(error),
  }
  const outcome = await CancellationScope.nonCancellable(async () => {
    const made = await report(plan, desk, ending)
    desk.enter(buildFailed ? 'failed' : cancelled ? 'cancelled' : 'failed', made.lines.join('\n'))
    await condition(allHandlersFinished)
    return made
  })
  // Only a cancel's own failure makes Temporal call the workflow cancelled.
  if (cancelled) throw isCancellation(error) ? error : new CancelledFailure('comparison cancelled')
  if (!buildFailed) throw error
  throw ApplicationFailure.create({
    type: failureTypes.buildFailed,
    message: describeFailure(error),
    nonRetryable: true,
    details: [outcome],
  })
}

async function report(plan: Plan, desk: Desk, ending: ComparisonEnding): Promise<Outcome> {
  desk.enter('reporting')
  const { comparison, run } = plan
  const notes = await Promise.all(
    hostsOf(plan).map((name) => cleanUp(name, { comparison, run, forgetCases: true })),
  )
  return control.renderReport(plan, {
    ...ending,
    notes: [...notes, ...desk.notes].filter((note) => note !== undefined),
  })
}
