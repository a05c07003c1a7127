import {
  CancellationScope,
  CancelledFailure,
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import type { StageEnding } from '../comparison/activities.js'
import type { Plan, StagePlan } from '../comparison/plan.js'
import { control } from './activities.js'
import type { benchmarkStage } from './benchmark-stage.js'
import type { HostImages } from './build-images.js'
import type { Desk } from './desk.js'
import { describeFailure, rootFailure } from './failures.js'
import type { StageSummary } from './messages.js'
import { stageAttributes } from './search-attributes.js'

/** How each stage stands, kept beside the measuring so that a report can be made when that is cut short. */
export interface StageLedger {
  endings(): StageEnding[]
  note(ending: StageEnding): void
}

export function stageLedger(plan: Plan): StageLedger {
  const endings = new Map<string, StageEnding>()
  return {
    endings: () => plan.stages.flatMap(({ name }) => endings.get(name) ?? []),
    note: (ending) => endings.set(ending.name, ending),
  }
}

/** Of one stage: pairs measured so far, how many are wanted in all, and how many were found sound. */
interface PairCount {
  done: number
  wanted: number
  valid: number
}

/**
 * Runs all stages to a look, has the whole family judged, and extends those that want more pairs, until every
 * stage is settled, has failed, or the last look is over.
 *
 * A failed or cancelled stage does not end the others; only the comparison's own cancel is thrown.
 */
export async function measureUntilSettled(
  plan: Plan,
  images: HostImages,
  desk: Desk,
  ledger: StageLedger,
): Promise<void> {
  const firstLook = plan.looks[0] ?? 1
  const counts = new Map(plan.stages.map((stage) => [stage, { done: 0, wanted: firstLook, valid: 0 }]))
  const startedAt = Date.now()

  for (;;) {
    const due = [...counts].filter(([, pairs]) => pairs.wanted > pairs.done)
    if (due.length === 0) return
    desk.enter('measuring')
    await Promise.all(
      due.map(async ([stage, pairs]) => {
        const ending = await measureStage(plan, stage, images, desk, pairs)
        ledger.note(ending)
        if (ending.state !== 'measured') counts.delete(stage)
        pairs.done = pairs.wanted
      }),
    )
    if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('comparison cancelled')

    desk.enter('judging')
    const needs = await control.judgeLook(plan)
    const isSpent = isBudgetSpent(plan, startedAt, counts)
    // All of them, not only those that were due: what other stages have shown since may unsettle a stage again.
    for (const [stage, pairs] of counts) {
      const need = needs[stage.name]
      const morePairs = isSpent ? 0 : (need?.morePairs ?? 0)
      pairs.valid = need?.pairsValid ?? pairs.valid
      pairs.wanted = pairs.done + morePairs
      if (morePairs > 0) desk.stageWaits(stage.name, pairs.wanted)
    }
  }
}

/**
 * Whether another pair of the stages, at the pace so far, would exceed the time that the request allows.
 * Without a budget, never.
 */
function isBudgetSpent(
  plan: Plan,
  startedAt: number,
  counts: ReadonlyMap<StagePlan, { done: number }>,
): boolean {
  const { budgetSeconds } = plan.request
  const spentSeconds = (Date.now() - startedAt) / 1000
  const rounds = Math.max(1, ...[...counts.values()].map((pairs) => pairs.done))
  return budgetSeconds !== undefined && spentSeconds + spentSeconds / rounds > budgetSeconds
}

/** Measures one stage up to the pairs that are wanted of it. Gives how it ended; throws nothing. */
async function measureStage(
  plan: Plan,
  stage: StagePlan,
  images: HostImages,
  desk: Desk,
  pairs: PairCount,
): Promise<StageEnding> {
  desk.stageStarts(stage.name)
  const { ending, pairsValid } = await runStageWorkflow(plan, stage, images, pairs)
  desk.stageEnds(ending, pairsValid === undefined ? undefined : pairs.valid + pairsValid)
  return ending
}

async function runStageWorkflow(
  plan: Plan,
  stage: StagePlan,
  images: HostImages,
  pairs: PairCount,
): Promise<{ ending: StageEnding; pairsValid?: number }> {
  const { name } = stage
  const hostImages = images[stage.host]
  if (hostImages === undefined) {
    return { ending: { name, state: 'failed', reason: `no image on ${stage.host}` } }
  }
  try {
    const summary: StageSummary = await executeChild<typeof benchmarkStage>('benchmarkStage', {
      workflowId: `${workflowInfo().workflowId}/bench/${name}`,
      args: [
        {
          plan,
          stage,
          images: hostImages,
          from: pairs.done + 1,
          to: pairs.wanted,
          pairsValidBefore: pairs.valid,
          generation: 1,
        },
      ],
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `${name} on ${stage.host}`,
      typedSearchAttributes: stageAttributes(stage),
    })
    const { failure, pairsValid } = summary
    return failure === undefined
      ? { ending: { name, state: 'measured' }, pairsValid }
      : { ending: { name, state: 'failed', reason: failure }, pairsValid }
  } catch (error) {
    const cancelled = rootFailure(error) instanceof CancelledFailure
    const reason = describeFailure(error)
    return { ending: { name, state: cancelled ? 'cancelled' : 'failed', reason } }
  }
}
