import type { UpdateDefinition } from '@temporalio/common'
import { ApplicationFailure, CancellationScope, setHandler } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import type { StageOrderKind } from '../comparison/stage-orders.js'
import type { Desk } from './desk.js'
import { logOrder } from './order-log.js'
import {
  cancelledBySignal,
  cancelStageUpdate,
  imageTroubleSignal,
  pairWantedSignal,
  pauseUpdate,
  resumeUpdate,
  retryStageUpdate,
  skipStageUpdate,
  stageTroubleSignal,
  statusQuery,
} from './messages.js'

/**
 * Sets the handlers of a comparison's messages: the query `status`, a person's orders, and what its stages
 * and builds tell. An order that cannot be carried out is refused before it is in the history; the handlers
 * return at once.
 */
export function answerMessages(desk: Desk): void {
  setHandler(statusQuery, () => desk.status())

  takeOrder(desk, 'retry', retryStageUpdate, (stage) => desk.retry(stage))
  takeOrder(desk, 'skip', skipStageUpdate, (stage) => desk.stop(stage, 'skipped'))
  takeOrder(desk, 'cancel', cancelStageUpdate, (stage) => desk.stop(stage, 'cancelled'))
  takeOrder(desk, 'pause', pauseUpdate, () => desk.pause())
  takeOrder(desk, 'resume', resumeUpdate, () => desk.resume())

  let canceller: string | undefined
  setHandler(cancelledBySignal, (by) => {
    canceller = by
  })
  CancellationScope.current().cancelRequested.catch(() => {
    logOrder(desk, 'cancel', canceller)
  })

  setHandler(pairWantedSignal, (wanted) => {
    desk.wantsPair(wanted)
  })
  setHandler(stageTroubleSignal, ({ stage, trouble }) => {
    desk.stageTrouble(stage, trouble)
  })
  setHandler(imageTroubleSignal, ({ arm, trouble }) => {
    desk.imageTrouble(arm, trouble)
  })
}

function takeOrder<Arguments extends [by?: string] | [stage: string, by?: string]>(
  desk: Desk,
  order: StageOrderKind | 'pause' | 'resume',
  update: UpdateDefinition<string, Arguments>,
  carryOut: (stage: string) => string,
): void {
  const isOfStage = order !== 'pause' && order !== 'resume'
  const handler = (...given: Arguments) => {
    const [first = '', second] = given
    const answer = carryOut(first)
    if (isOfStage) logOrder(desk, `${order} ${first}`, second, answer)
    else logOrder(desk, order, first, answer)
    return answer
  }
  setHandler<string, Arguments, UpdateDefinition<string, Arguments>>(update, handler, {
    validator: (...[stage]) => {
      const problem = desk.refusal(order, stage)
      if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, failureTypes.invalidInput)
    },
  })
}
