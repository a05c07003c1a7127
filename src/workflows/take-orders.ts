import { ApplicationFailure, setHandler } from '@temporalio/workflow'
import { failureTypes } from '../comparison/failure.js'
import { refuseStageOrder, type StageOrderKind } from '../comparison/stage-orders.js'
import type { Desk } from './desk.js'
import { giveTurns } from './hear-stages.js'
import {
  cancelStageUpdate,
  pauseUpdate,
  resumeUpdate,
  retryStageUpdate,
  skipStageUpdate,
} from './messages.js'
import type { StageRun } from './stage-run.js'

/**
 * Takes a person's orders. What cannot be carried out is refused before it is in the history; the handlers only note
 * what is wanted and return at once.
 */
export function takeOrders(desk: Desk): void {
  const validator = (kind: StageOrderKind) => (name: string) => {
    refuseWhereClosed(desk)
    if (kind === 'retry' && desk.clock.isSpent()) {
      refuse('the deadline of the comparison is reached: once it has ended, prbench retry takes it up again')
    }
    const problem = refuseStageOrder(kind, desk.status.stages, name)
    if (problem !== undefined) refuse(problem)
  }
  const ofStage = (name: string, carryOut: (run: StageRun) => string): string => {
    const run = desk.stage(name)
    const answer = run === undefined ? refuse(`there is no stage ${name}`) : carryOut(run)
    desk.show()
    return answer
  }

  setHandler(retryStageUpdate, (name) => ofStage(name, (run) => retry(desk, run)), {
    validator: validator('retry'),
  })
  setHandler(skipStageUpdate, (name) => ofStage(name, (run) => stop(desk, run, 'skipped')), {
    validator: validator('skip'),
  })
  setHandler(cancelStageUpdate, (name) => ofStage(name, (run) => stop(desk, run, 'cancelled')), {
    validator: validator('cancel'),
  })
  setHandler(
    pauseUpdate,
    () => {
      desk.clock.pause()
      giveTurns(desk)
      return 'It pauses: a pair or a build that runs is finished, no other is begun. Go on with resume.'
    },
    {
      validator: () => {
        refuseWhereClosed(desk)
        if (desk.clock.pausedSince !== undefined) refuse('it is paused already: go on with resume')
      },
    },
  )
  setHandler(
    resumeUpdate,
    () => {
      desk.clock.resume()
      giveTurns(desk)
      return 'It goes on.'
    },
    {
      validator: () => {
        refuseWhereClosed(desk)
        if (desk.clock.pausedSince === undefined) refuse('it is not paused')
      },
    },
  )
}

function retry(desk: Desk, run: StageRun): string {
  const isAnew = run.status.state === 'measured'
  run.again = isAnew ? 'anew' : 'missing'
  if (isAnew) noteAnew(desk, run)
  // A person who asks for more launches gets them.
  desk.allowLaunches()
  markAgain(run, run.generation + 1)
  return `${run.plan.name} is measured again: ${isAnew ? 'all its pairs' : 'the pairs that are missing'}.`
}

/** A reader of the report must know that somebody wanted other numbers. */
export function noteAnew(desk: Desk, run: StageRun): void {
  desk.notes.add(
    `${run.plan.name} was measured anew at a person's request (generation ${run.generation + 1}); ` +
      'each pair took the place of the earlier one.',
  )
}

/** Puts a stage back to where it waits to be measured, as another generation of itself. */
export function markAgain(run: StageRun, generation: number): void {
  run.generation = generation
  run.isDue = true
  run.isOpen = true
  run.status.generation = generation
  run.status.state = 'waiting'
  delete run.ending
  delete run.status.finishedAt
  delete run.status.lastError
}

function stop(desk: Desk, run: StageRun, state: 'cancelled' | 'skipped'): string {
  const reason = `${state} by a person`
  if (run.scope === undefined) {
    run.isDue = false
    desk.ends(run, { name: run.plan.name, state, reason })
    return `${run.plan.name} is ${state}.`
  }
  run.stopAs = { state, reason }
  run.status.stopping = state
  run.scope.cancel()
  return `${run.plan.name} is being ${state}; the other stages go on.`
}

function refuseWhereClosed(desk: Desk): void {
  if (desk.isCancelled) {
    refuse('the comparison is being cancelled: once it has ended, prbench retry takes it up again')
  }
  if (desk.isClosed) refuse('the comparison ends at this moment: prbench retry takes it up again')
}

function refuse(problem: string): never {
  throw ApplicationFailure.nonRetryable(problem, failureTypes.invalidInput)
}
