import { workflowInfo } from '@temporalio/workflow'
import type { Outcome } from '../comparison/outcome.js'
import type { Plan } from '../comparison/plan.js'
import { requestSchema } from '../comparison/request.js'
import { control, resolveSource } from './activities.js'
import { buildImages } from './build-images.js'
import { checkHosts } from './check-hosts.js'
import type { Desk } from './desk.js'
import { measureUntilSettled } from './measure-until-settled.js'
import { openDesk } from './open-desk.js'
import { parseInput, whilePlanning } from './planning.js'
import { Publishing } from './publishing.js'
import { finish, report, reportEarlyEnd } from './report.js'
import { tellComparison } from './search-attributes.js'

/**
 * The main workflow: from a request to a report.
 *
 * @throws ApplicationFailure, `InvalidInput` where the request cannot be served, before anything was started;
 *   `BuildFailed` where an image does not build, after a report that says so (its details hold the outcome)
 */
export async function comparePullRequest(input: unknown): Promise<Outcome> {
  const request = parseInput(requestSchema, input, 'the request')
  const { workflowId: comparison, runId: run } = workflowInfo()
  const desk = openDesk()
  tellComparison(request)

  const plan = await whilePlanning(desk, async () => {
    const source = await resolveSource(request)
    const decided = await control.planComparison(request, source, { comparison, run })
    await checkHosts(decided)
    return control.openRunDirectory(decided)
  })
  desk.take(plan)
  return buildMeasureAndReport(plan, desk)
}

/** From a plan to a report, also where it is cut short. */
export async function buildMeasureAndReport(plan: Plan, desk: Desk): Promise<Outcome> {
  const publishing = new Publishing(plan, desk)
  try {
    publishing.tell()
    const images = await buildImages(plan, desk)
    for (;;) {
      await measureUntilSettled(plan, images, desk, publishing)
      const outcome = await report(plan, desk)
      // While the report was written, a person may have asked for a stage again.
      if (!desk.hasDue()) return await finish(desk, publishing, outcome)
    }
  } catch (error) {
    throw await reportEarlyEnd(plan, desk, publishing, error)
  }
}
