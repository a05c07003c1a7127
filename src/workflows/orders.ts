import type { UpdateDefinition } from '@temporalio/common'
import { ApplicationFailure, setHandler } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import type { StageOrderKind } from '../comparison/stage-orders.js'
import type { Desk } from './desk.js'
import {
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

  takeStageOrder(desk, 'retry', retryStageUpdate, (stage) => desk.retry(stage))
  takeStageOrder(desk, 'skip', skipStageUpdate, (stage) => desk.stop(stage, 'skipped'))
  takeStageOrder(desk, 'cancel', cancelStageUpdate, (stage) => desk.stop(stage, 'cancelled'))
  takeOrder(desk, 'pause', pauseUpdate, () => desk.pause())
  takeOrder(desk, 'resume', resumeUpdate, () => desk.resume())

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

function takeStageOrder(
  desk: Desk,
  order: StageOrderKind,
  update: UpdateDefinition<string, [string]>,
  carryOut: (stage: string) => string,
): void {
  setHandler(update, carryOut, {
    validator: (stage) => {
      refuse(desk.refusal(order, stage))
    },
  })
}

function takeOrder(
  desk: Desk,
  order: 'pause' | 'resume',
  update: UpdateDefinition<string>,
  carryOut: () => string,
): void {
  setHandler(update, carryOut, {
    validator: () => {
      refuse(desk.refusal(order))
    },
  })
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw ApplicationFailure.nonRetryable(problem, failureTypes.invalidInput)
}
