import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { PairOrder } from '../comparison/activities.js'
import type { PairResult } from '../comparison/launch.js'
import { firstArm } from '../comparison/order.js'
import { pairDeadlineSeconds } from '../comparison/stage.js'
import { control, host } from './activities.js'
import { cleanUp } from './clean-up.js'
import { describeFailure } from './failures.js'
import { stageProgressSignal, type StageOrder, type StageSummary } from './messages.js'

/**
 * Measures the pairs `from` to `to` of one stage on its host. A void pair is measured again, whole. When the
 * stage is cancelled its containers are removed by an activity of their own, since the benchmark's activity
 * may never hear of the cancel.
 */
export async function benchmarkStage(order: StageOrder): Promise<StageSummary> {
  try {
    return await measurePairs(order)
  } catch (error) {
    if (isCancellation(error) || CancellationScope.current().consideredCancelled) {
      await cleanUp(order.stage.host, {
        comparison: order.plan.comparison,
        run: order.plan.run,
        stage: order.stage.name,
        forgetCases: false,
      })
    }
    throw error
  }
}

async function measurePairs(order: StageOrder): Promise<StageSummary> {
  const recording: Promise<void>[] = []
  let pairsValid = 0
  let fruitless = 0
  let failure: string | undefined

  for (let pair = order.from; pair <= order.to && failure === undefined; pair++) {
    for (let attempt = 1; attempt <= order.plan.redoLimit + 1; attempt++) {
      await announce(order, pair, attempt, order.pairsValidBefore + pairsValid)
      const result = await measurePair(order, pair, attempt)
      // Recorded while the next pair is measured already: the host does not wait for a file to be written.
      const recorded = control.recordPair(order.plan, result)
      recorded.catch(() => undefined) // awaited below; until then it must not count as unhandled
      recording.push(recorded)
      fruitless = isFruitless(result) ? fruitless + 1 : 0
      if (result.launches.every((launch) => launch.voidReason === undefined)) {
        pairsValid += 1
        break
      }
    }
    if (fruitless >= 2) {
      failure = 'no case gave a number in two pairs running, so the stage was given up'
    }
  }

  await Promise.all(recording)
  return failure === undefined ? { pairsValid } : { pairsValid, failure }
}

async function measurePair(order: StageOrder, pair: number, attempt: number): Promise<PairResult> {
  const { stage, images, generation } = order
  const { comparison, run, runDirectory, seed } = order.plan
  const pairOrder: PairOrder = {
    comparison,
    run,
    runDirectory,
    stage,
    images,
    generation,
    pair,
    attempt,
    first: firstArm(seed, stage.name, pair),
  }
  const summary = `pair ${String(pair)} of ${String(order.to)}${attempt > 1 ? `, attempt ${String(attempt)}` : ''}`
  return host(stage.host, pairDeadlineSeconds(stage), summary).runPair(pairOrder)
}

/** Whether an arm of the pair has no number at all: then more pairs are likely to be as empty. */
function isFruitless(result: PairResult): boolean {
  return result.launches.some((launch) => launch.cases.every((entry) => entry.values === null))
}

/** Tells the comparison, and whoever looks at this stage in the Web UI, where it is. */
async function announce(order: StageOrder, pair: number, attempt: number, pairsDone: number): Promise<void> {
  const { stage } = order
  setCurrentDetails(
    `**${stage.name}** on ${stage.host}: pair ${String(pair)} of ${String(order.to)}` +
      (attempt > 1 ? `, attempt ${String(attempt)}` : ''),
  )
  const parent = workflowInfo().parent
  if (parent === undefined) return
  try {
    await getExternalWorkflowHandle(parent.workflowId, parent.runId).signal(stageProgressSignal, {
      stage: stage.name,
      pair,
      attempt,
      pairsDone,
    })
  } catch (error) {
    if (isCancellation(error)) throw error
    // The status tree then lags behind; the measurement does not depend on it.
    log.warn('could not tell the comparison of a pair', { reason: describeFailure(error) })
  }
}
