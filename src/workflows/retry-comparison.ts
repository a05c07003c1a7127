import { ApplicationFailure, patched, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import type { Outcome } from '../comparison/outcome.js'
import { refusal } from '../comparison/refusal.js'
import { retryOrderSchema } from '../comparison/retry-order.js'
import { control } from './activities.js'
import { checkHosts } from './check-hosts.js'
import { conductComparison } from './conduct-comparison.js'
import { Desk } from './desk.js'
import { comparisonAttributes } from './search-attributes.js'
import { markAgain, noteAnew } from './take-orders.js'

/**
 * Takes a comparison that has ended up again, under the same workflow id: measures the stages that are missing into
 * the same run directory, from the same commits and images, and renders again. Finished stages are read from there.
 *
 * @throws ApplicationFailure `InvalidInput` where there is nothing to take up, before anything was changed; else as
 *   `comparePullRequest`
 */
export async function retryComparison(input: unknown): Promise<Outcome> {
  const parsed = retryOrderSchema.safeParse(input)
  if (!parsed.success) {
    throw ApplicationFailure.nonRetryable(refusal(parsed.error, 'the retry'), failureTypes.invalidInput)
  }
  const { workflowId: comparison, runId: run } = workflowInfo()
  const desk = new Desk(comparison)
  // Also where the retry is refused: the next one asks this run where the results lie.
  desk.status.runDirectory = parsed.data.runDirectory

  const { plan, stages } = await desk.prepare(async () => {
    const reopened = await control.reopenRun(parsed.data, { comparison, run })
    upsertSearchAttributes(comparisonAttributes(reopened.plan.request))
    await checkHosts(reopened.plan)
    return reopened
  })
  desk.planned(plan)
  // A stage that was never measured is retried like every other.
  const isCounted = patched('generation-of-unmeasured-stage')
  for (const stage of desk.stages) {
    const known = stages[stage.plan.name]
    if (known === undefined) continue
    const { again, ending, pairs, wanted } = known
    Object.assign(stage, { wanted, tried: wanted, valid: pairs.complete.length })
    Object.assign(stage.status, { pairsPlanned: wanted, pairsDone: pairs.complete.length })
    stage.status.generation = stage.generation = Math.max(1, pairs.generation)
    if (again === undefined) {
      stage.isDue = stage.isOpen = false
      desk.ends(stage, ending)
      // What was settled stays so: only what is retried may want more pairs.
      stage.isOpen = false
      continue
    }
    stage.again = again
    if (again === 'anew') noteAnew(desk, stage)
    if (isCounted || pairs.generation > 0) markAgain(stage, stage.generation + 1)
  }
  return conductComparison(plan, desk)
}
