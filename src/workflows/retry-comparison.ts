import { workflowInfo } from '@temporalio/workflow'
import type { Outcome } from '../comparison/outcome.js'
import { retryOrderSchema } from '../comparison/retry-order.js'
import { control } from './activities.js'
import { checkHosts } from './check-hosts.js'
import { buildMeasureAndReport } from './compare-pull-request.js'
import { openDesk } from './open-desk.js'
import { parseInput, whilePlanning } from './planning.js'
import { tellComparison } from './search-attributes.js'

/**
 * Takes a comparison that has ended up again, under the same workflow id: measures the stages that are
 * missing into the same run directory, from the same commits and images, and renders again. Finished stages
 * are read from there.
 *
 * @throws ApplicationFailure, `InvalidInput` where there is nothing to take up, before anything was changed;
 * else as
 *   `comparePullRequest`
 */
export async function retryComparison(input: unknown): Promise<Outcome> {
  const order = parseInput(retryOrderSchema, input, 'the retry')
  const { workflowId: comparison, runId: run } = workflowInfo()
  const desk = openDesk()
  // Also where the retry is refused: the next one asks this run where the results lie.
  desk.liesIn(order.runDirectory)

  const { plan, stages } = await whilePlanning(desk, async () => {
    const reopened = await control.reopenRun(order, { comparison, run })
    tellComparison(reopened.plan.request)
    await checkHosts(reopened.plan)
    return reopened
  })
  desk.take(plan, stages)
  return buildMeasureAndReport(plan, desk)
}
