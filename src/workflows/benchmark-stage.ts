import { isCancellation, setCurrentDetails } from '@temporalio/workflow'
import type { PairOrder } from '../comparison/activities.js'
import type { PairResult } from '../comparison/launch.js'
import type { EndingReason } from '../comparison/ending-reason.js'
import { firstArm } from '../comparison/order.js'
import { isFruitless, isSound } from '../comparison/pair-state.js'
import { pairDeadlineSeconds } from '../comparison/stage.js'
import { host } from './activities.js'
import { cleanUp } from './clean-up.js'
import { asCancelled } from './failures.js'
import { outliveHostFailures } from './host-failures.js'
import type { StageOrder, StageSummary } from './messages.js'
import { PairRecords } from './pair-records.js'
import { openPairTurns, type PairTurns } from './pair-turns.js'

/** After so many consecutive pairs that gave nothing a stage is given up. */
const mostInVain = 2

/**
 * Measures pairs of one stage on its host, each when it is the stage's turn. A void pair is measured again,
 * whole. When the stage is cancelled its containers are removed by an activity of their own, since the
 * benchmark's activity may never hear of the cancel.
 */
export async function benchmarkStage(order: StageOrder): Promise<StageSummary> {
  const records = new PairRecords(order.plan)
  try {
    return await measurePairs(order, openPairTurns(order.stage.name), records)
  } catch (error) {
    const ending = asCancelled(error)
    if (isCancellation(ending)) {
      await cleanUp(order.stage.host, {
        comparison: order.plan.comparison,
        run: order.plan.run,
        stage: order.stage.name,
        forgetCases: false,
      })
      await records.completeAfterCancel()
    } else {
      await records.settle()
    }
    throw ending
  }
}

async function measurePairs(
  order: StageOrder,
  turns: PairTurns,
  records: PairRecords,
): Promise<StageSummary> {
  const found = { pairsValid: 0, fruitless: 0, void: 0 }
  let failure: EndingReason | undefined

  for (const pair of order.pairs) {
    failure = await measureUntilSound(order, pair, turns, found, (result) => {
      records.begin(result)
    })
    if (failure !== undefined) break
  }

  await records.complete()
  const { pairsValid } = found
  return failure === undefined ? { pairsValid } : { pairsValid, failure }
}

/**
 * Measures a pair as often as it takes, within the plan's limit. Gives why the stage is to be given up, if
 * so.
 */
async function measureUntilSound(
  order: StageOrder,
  pair: number,
  turns: PairTurns,
  found: { pairsValid: number; fruitless: number; void: number },
  record: (result: PairResult) => void,
): Promise<EndingReason | undefined> {
  const { redoLimit } = order.plan
  let last: PairResult | undefined
  let pauses = 0
  let afterPause = false
  for (let attempt = 1; attempt <= redoLimit + 1 + pauses; attempt += 1) {
    const isLastAttempt = attempt === redoLimit + 1 + pauses
    const pairsDone = order.pairsValidBefore + found.pairsValid
    const stop = await turns.take({ pair, attempt, pairsDone, ...(afterPause && { afterPause }) })
    if (stop !== undefined) return stop
    const result = await measurePair(order, { pair, attempt, isLastAttempt }, turns)
    record(result)
    if (isSound(result)) {
      found.pairsValid += 1
      found.void = 0
      found.fruitless = isFruitless(result) ? found.fruitless + 1 : 0
      return found.fruitless >= mostInVain ? { kind: 'no-numbers', pairs: found.fruitless } : undefined
    }
    // A person's pause says nothing of the host or the code: it costs no repetition.
    afterPause = result.paused === true
    if (afterPause) pauses += 1
    last = result
  }
  found.void += 1
  if (found.void < mostInVain) return undefined
  return { kind: 'pairs-void', pairs: found.void, repetitions: redoLimit, last: voidReasonOf(last) }
}

async function measurePair(
  order: StageOrder,
  { pair, attempt, isLastAttempt }: Pick<PairOrder, 'pair' | 'attempt' | 'isLastAttempt'>,
  turns: PairTurns,
): Promise<PairResult> {
  const { stage, images, generation, wanted } = order
  const { comparison, run, runDirectory, seed, hostFailureLimit } = order.plan
  const pairOrder: PairOrder = {
    comparison,
    run,
    runDirectory,
    stage,
    images,
    generation,
    pair,
    attempt,
    ...(isLastAttempt === true ? { isLastAttempt } : {}),
    first: firstArm(seed, stage.name, pair),
  }
  const again = attempt > 1 ? `, attempt ${attempt}` : ''
  const anew = generation > 1 ? `, generation ${generation}` : ''
  const summary = `pair ${pair} of ${wanted}${again}${anew}`
  setCurrentDetails(`**${stage.name}** on ${stage.host}: ${summary}`)
  return outliveHostFailures(
    stage.host,
    hostFailureLimit,
    (trouble) => turns.tell(trouble),
    () => host(stage.host, pairDeadlineSeconds(stage), summary).runPair(pairOrder),
  )
}

function voidReasonOf(pair: PairResult | undefined) {
  return pair?.launches.find(({ voidReason }) => voidReason !== undefined)?.voidReason ?? null
}
