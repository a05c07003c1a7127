import { getExternalWorkflowHandle, log, setHandler, workflowInfo } from '@temporalio/workflow'
import type { Desk } from './desk.js'
import { describeFailure } from './failures.js'
import { budgetSpentReason } from './measuring-budget.js'
import {
  imageTroubleSignal,
  pairTurnSignal,
  pairWantedSignal,
  stageTroubleSignal,
  type PairTurn,
} from './messages.js'
import type { StageRun } from './stage-run.js'

/** What everything waits for in a pause. */
export const pauseReason = 'prbench resume, as it is paused'

/** Hears what the stages and the builds tell, and gives the stages their turns. */
export function hearStages(desk: Desk): void {
  setHandler(pairWantedSignal, ({ stage: name, pair, attempt, pairsDone, afterPause }) => {
    const run = desk.stage(name)
    if (run?.scope === undefined) return
    if (afterPause === true) forgetTurn(desk, run)
    endTurn(run)
    Object.assign(run.status, { pair, attempt, pairsDone })
    desk.turns.want(name, run.plan.host)
    giveTurns(desk)
  })
  setHandler(stageTroubleSignal, ({ stage: name, trouble }) => {
    const run = desk.stage(name)
    if (run === undefined) return
    run.status.lastError = trouble
    desk.show()
  })
  setHandler(imageTroubleSignal, ({ arm, trouble }) => {
    desk.imageTrouble(arm, trouble)
  })
}

/** Gives the free hosts to the stages that wait for them, unless a person has paused the comparison. */
export function giveTurns(desk: Desk): void {
  const isPaused = desk.clock.pausedSince !== undefined
  for (const name of isPaused ? [] : desk.turns.grant()) {
    const run = desk.stage(name)
    if (run === undefined) continue
    const stop = refuseLaunches(desk) ?? refuseTime(desk)
    if (stop === undefined) {
      desk.launches += 2
      run.turnStartedAt = Date.now()
    }
    void answer(run, stop === undefined ? {} : { stop })
  }
  for (const { plan, status } of desk.stages) {
    delete status.waitsFor
    if (!desk.turns.isWaiting(plan.name)) continue
    const holder = desk.turns.holder(plan.host)
    status.waitsFor = isPaused
      ? pauseReason
      : `its turn: ${holder ?? 'another stage'} is measured on ${plan.host}`
  }
  desk.show()
}

/** Ends a stage's turn, and counts what it took. */
export function endTurn(run: StageRun): void {
  if (run.turnStartedAt === undefined) return
  run.turns.count += 1
  run.turns.ms += Date.now() - run.turnStartedAt
  run.status.measuredPairSeconds = run.turns.ms / run.turns.count / 1000
  delete run.turnStartedAt
}

/** A turn that a pause has cut short tells nothing of how long a pair takes, and costs no launches. */
function forgetTurn(desk: Desk, run: StageRun): void {
  if (run.turnStartedAt !== undefined) desk.launches -= 2
  delete run.turnStartedAt
}

/** Why the comparison's launches do not suffice for another pair. */
function refuseLaunches(desk: Desk): string | undefined {
  if (desk.launches + 2 <= desk.launchLimit) return undefined
  desk.spent =
    `The comparison's ${desk.launchLimit} launches are used up, so no further pair was begun: ` +
    'prbench retry measures what is missing, with as many again.'
  return 'the launches that the comparison may make are used up'
}

/** Why the comparison's budget does not suffice for another pair. */
function refuseTime(desk: Desk): string | undefined {
  const refusal = desk.budget.refusal()
  if (refusal === undefined) return undefined
  desk.spent = refusal
  return budgetSpentReason
}

async function answer({ plan: { name } }: StageRun, turn: PairTurn): Promise<void> {
  try {
    await getExternalWorkflowHandle(`${workflowInfo().workflowId}/bench/${name}`).signal(pairTurnSignal, turn)
  } catch (error) {
    // It is closed already: whoever waits for its end gives its turn to the next.
    log.warn('could not give a stage its turn', { stage: name, reason: describeFailure(error) })
  }
}
