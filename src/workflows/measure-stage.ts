import {
  CancellationScope,
  CancelledFailure,
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  patched,
  workflowInfo,
} from '@temporalio/workflow'
import type { StageEnding } from '../comparison/activities.js'
import { missingPairs, pairsBetween } from '../comparison/pair-state.js'
import type { Plan } from '../comparison/plan.js'
import { control } from './activities.js'
import { afterEarlierChild } from './after-earlier-child.js'
import type { benchmarkStage } from './benchmark-stage.js'
import type { HostImages } from './build-images.js'
import type { Desk } from './desk.js'
import { cleanUp } from './clean-up.js'
import { describeFailure, isTerminatedChild, rootFailure } from './failures.js'
import { endTurn, giveTurns } from './hear-stages.js'
import { budgetSpentReason } from './measuring-budget.js'
import type { StageSummary } from './messages.js'
import { stageAttributes } from './search-attributes.js'
import type { StageRun } from './stage-run.js'

/** Measures one stage up to the pairs that are wanted of it. Throws nothing: how it ended is on the desk. */
export async function measureStage(plan: Plan, run: StageRun, images: HostImages, desk: Desk): Promise<void> {
  desk.starts(run)
  const scope = new CancellationScope()
  run.scope = scope
  const { ending, pairsValid } = await scope.run(() => endingOf(plan, run, images, desk))
  endTurn(run)
  desk.turns.leave(run.plan.name)
  desk.ends(run, ending, pairsValid)
  giveTurns(desk)
}

async function endingOf(
  plan: Plan,
  run: StageRun,
  images: HostImages,
  desk: Desk,
): Promise<{ ending: StageEnding; pairsValid?: number }> {
  const { name, host } = run.plan
  const hostImages = images[host]
  if (hostImages === undefined) {
    return { ending: { name, state: 'failed', reason: `no image on ${host}` } }
  }
  try {
    const pairs = await pairsToMeasure(plan, run)
    if (pairs.length === 0) return { ending: { name, state: 'measured' } }
    const summary = await afterEarlierChild(
      (reason) => {
        run.status.waitsFor = reason
        desk.show()
      },
      () => measureInChild(plan, run, hostImages, pairs),
    )
    const { failure } = summary
    const pairsValid = run.valid + summary.pairsValid
    // Beyond its first look a stage has all that it needs to be judged.
    return failure === undefined || (failure === budgetSpentReason && run.tried > 0)
      ? { ending: { name, state: 'measured' }, pairsValid }
      : { ending: { name, state: 'failed', reason: failure }, pairsValid }
  } catch (error) {
    if (rootFailure(error) instanceof CancelledFailure) {
      // Where neither the comparison nor an order cancelled it, somebody cancelled its child workflow by hand.
      const reason = desk.isCancelled ? describeFailure(error) : 'cancelled by a person'
      return { ending: { name, state: 'cancelled', reason, ...run.stopAs } }
    }
    if (isTerminatedChild(error)) {
      if (patched('clean-up-terminated-stage')) await cleanUpAfter(plan, run, desk)
      return { ending: { name, state: 'cancelled', reason: describeFailure(error), ...run.stopAs } }
    }
    return { ending: { name, state: 'failed', reason: describeFailure(error) } }
  }
}

function measureInChild(
  plan: Plan,
  run: StageRun,
  images: HostImages[string],
  pairs: number[],
): Promise<StageSummary> {
  const { name, host } = run.plan
  return executeChild<typeof benchmarkStage>('benchmarkStage', {
    workflowId: `${workflowInfo().workflowId}/bench/${name}`,
    args: [
      {
        plan,
        stage: run.plan,
        images,
        pairs,
        wanted: run.wanted,
        pairsValidBefore: run.valid,
        generation: run.generation,
      },
    ],
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${name} on ${host}${run.generation > 1 ? `, generation ${run.generation}` : ''}`,
    typedSearchAttributes: stageAttributes(run.plan),
  })
}

/** A stage that was terminated could not remove its container itself: it must not run beside the next pair. */
async function cleanUpAfter({ comparison, run }: Plan, stage: StageRun, desk: Desk): Promise<void> {
  const { name, host } = stage.plan
  const problem = await cleanUp(host, { comparison, run, stage: name, forgetCases: false })
  if (problem !== undefined) desk.notes.add(problem)
}

/** After a person's retry by what the run directory has; else those that are new since the last look. */
async function pairsToMeasure(plan: Plan, run: StageRun): Promise<number[]> {
  const { again } = run
  if (again === undefined) return pairsBetween(run.tried + 1, run.wanted)
  delete run.again
  const known = (await control.knownPairsOf(plan))[run.plan.name] ?? { complete: [] }
  const isAnew = again === 'anew'
  run.valid = isAnew ? 0 : known.complete.length
  return isAnew ? pairsBetween(1, run.wanted) : missingPairs(known, run.wanted)
}
