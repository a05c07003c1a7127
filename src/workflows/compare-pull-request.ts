import { ApplicationFailure, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import type { Outcome } from '../comparison/outcome.js'
import { refusal } from '../comparison/refusal.js'
import { requestSchema, type ComparisonRequest } from '../comparison/request.js'
import { control, resolveSource } from './activities.js'
import { checkHosts } from './check-hosts.js'
import { conductComparison } from './conduct-comparison.js'
import { Desk } from './desk.js'
import { comparisonAttributes } from './search-attributes.js'

/**
 * The main workflow: from a request to a report.
 *
 * @throws ApplicationFailure `InvalidInput` where the request cannot be served, before anything was started;
 *   `BuildFailed` where an image does not build, after a report that says so (its details hold the outcome).
 */
export async function comparePullRequest(input: unknown): Promise<Outcome> {
  const request = parseRequest(input)
  const { workflowId: comparison, runId: run } = workflowInfo()
  const desk = new Desk(comparison)
  upsertSearchAttributes(comparisonAttributes(request))

  const plan = await desk.prepare(async () => {
    const source = await resolveSource(request)
    const planned = await control.planComparison(request, source, { comparison, run })
    await checkHosts(planned)
    return control.openRunDirectory(planned)
  })
  desk.planned(plan)
  return conductComparison(plan, desk)
}

/** A wrong request fails the workflow at once: a plain error would retry its task for ever. */
function parseRequest(input: unknown): ComparisonRequest {
  const parsed = requestSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw ApplicationFailure.nonRetryable(refusal(parsed.error, 'the request'), failureTypes.invalidInput)
}
