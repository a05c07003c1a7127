import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { ComparisonEnding } from '../comparison/activities.js'
import { failureTypes } from '../comparison/failure.js'
import { hostsOf } from '../comparison/stage.js'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import { requestSchema, type ComparisonRequest } from '../comparison/request.js'
import { refusal } from '../comparison/refusal.js'
import { control, hostControl, resolveSource } from './activities.js'
import { cleanUp } from './clean-up.js'
import { buildImages } from './build-images.js'
import { comparisonAttributes } from './search-attributes.js'
import { openDesk, type Desk } from './desk.js'
import { describeFailure, isOfType } from './failures.js'
import { measureUntilSettled, stageLedger, type StageLedger } from './measure-until-settled.js'

/**
 * The main workflow: from a request to a report.
 *
 * @throws ApplicationFailure `InvalidInput` where the request cannot be served, before anything was started;
 *   `BuildFailed` where an image does not build, after a report that says so (its details hold the outcome).
 */
export async function comparePullRequest(input: unknown): Promise<Outcome> {
  const request = parseRequest(input)
  const { workflowId: comparison, runId: run } = workflowInfo()
  const desk = openDesk(comparison)
  upsertSearchAttributes(comparisonAttributes(request))

  const source = await resolveSource(request)
  const planned = await control.planComparison(request, source, { comparison, run })
  await Promise.all(hostsOf(planned).map((name) => hostControl(name).checkHost(planned, name)))
  const plan = await control.openRunDirectory(planned)
  desk.planned(plan)

  const ledger = stageLedger(plan)
  try {
    const images = await buildImages(plan, desk)
    await measureUntilSettled(plan, images, desk, ledger)
    return await report(plan, desk, { ending: 'finished', stages: ledger.endings() })
  } catch (error) {
    return await reportEarlyEnd(plan, desk, ledger, error)
  }
}

/** Renders what there is of a comparison that was cancelled or could not be built, then lets the failure go on. */
async function reportEarlyEnd(plan: Plan, desk: Desk, ledger: StageLedger, error: unknown): Promise<never> {
  const cancelled = isCancellation(error) || CancellationScope.current().consideredCancelled
  const buildFailed = isOfType(error, failureTypes.buildFailed)
  const ending: ComparisonEnding = {
    ending: cancelled ? 'cancelled' : buildFailed ? 'build-failed' : 'failed',
    stages: ledger.endings(),
    problem: cancelled ? 'The comparison was cancelled.' : describeFailure(error),
  }
  const outcome = await CancellationScope.nonCancellable(() => report(plan, desk, ending))
  if (cancelled || !buildFailed) throw error
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
  const outcome = await control.renderReport(plan, {
    ...ending,
    notes: notes.filter((note) => note !== undefined),
  })
  desk.enter(ending.ending === 'build-failed' ? 'failed' : ending.ending, outcome.lines.join('\n'))
  return outcome
}

/** A wrong request fails the workflow at once: a plain error would retry its task for ever. */
function parseRequest(input: unknown): ComparisonRequest {
  const parsed = requestSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw ApplicationFailure.nonRetryable(refusal(parsed.error, 'the request'), failureTypes.invalidInput)
}
