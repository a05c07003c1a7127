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
import { cleanUp } from './clean-up.js'
import type { Desk } from './desk.js'
import { describeFailure, failureReason, isOfType } from './failures.js'
import type { Publishing } from './publishing.js'
import { tellVerdict } from './search-attributes.js'

/** Cleans the hosts up and writes the report of what was measured. */
export function report(plan: Plan, desk: Desk): Promise<Outcome> {
  return writeReport(plan, desk, {
    ending: 'finished',
    ...(desk.spent === undefined ? {} : { problem: desk.spent }),
  })
}

/**
 * Ends a comparison that is reported. Nothing is awaited since the last look at the orders, so none can be
 * lost.
 */
export async function finish(desk: Desk, publishing: Publishing, outcome: Outcome): Promise<Outcome> {
  tellVerdict(outcome.verdict)
  desk.close('finished', outcome.lines.join('\n'))
  const published = await publishing.end(outcome)
  await condition(allHandlersFinished)
  return published
}

/**
 * Writes the report of what there is of a comparison that was cancelled or could not be built. Gives the
 * failure with which its workflow ends.
 */
export async function reportEarlyEnd(
  plan: Plan,
  desk: Desk,
  publishing: Publishing,
  error: unknown,
): Promise<unknown> {
  const cancelled = isCancellation(error) || CancellationScope.current().consideredCancelled
  const buildFailed = isOfType(error, failureTypes.buildFailed)
  const phase = cancelled ? 'cancelled' : 'failed'
  desk.close(phase)
  const outcome = await CancellationScope.nonCancellable(async () => {
    const written = await writeReport(plan, desk, {
      ending: !cancelled && buildFailed ? 'build-failed' : phase,
      problem: cancelled ? { kind: 'comparison-cancelled' } : failureReason(error),
    })
    tellVerdict(written.verdict)
    desk.close(phase, written.lines.join('\n'))
    const published = await publishing.end(written)
    await condition(allHandlersFinished)
    return published
  })
  // Only a cancel's own failure makes Temporal call the workflow cancelled.
  if (cancelled) return isCancellation(error) ? error : new CancelledFailure('comparison cancelled')
  if (!buildFailed) return error
  return ApplicationFailure.create({
    type: failureTypes.buildFailed,
    message: describeFailure(error),
    nonRetryable: true,
    details: [outcome],
  })
}

async function writeReport(
  plan: Plan,
  desk: Desk,
  ending: Pick<ComparisonEnding, 'ending' | 'problem'>,
): Promise<Outcome> {
  desk.enter('reporting')
  const { comparison, run } = plan
  const problems = await Promise.all(
    hostsOf(plan).map((name) => cleanUp(name, { comparison, run, forgetCases: true })),
  )
  const notes = [...problems, ...desk.notes()].filter((note) => note !== undefined)
  return control.renderReport(plan, { ...ending, stages: desk.endings(), notes })
}
