import type { WorkflowExecutionDescription } from '@temporalio/client'
import { type ComparisonStatus, type PairProgress, pairProgressSchema } from '../../comparison/status.js'
import { describeWorkflow } from '../comparison-run.js'
import type { Server } from '../connection.js'
import { decode } from '../started-with.js'
import { hostHolder } from './host-holder.js'
import type { ComparisonView } from './view.js'

/**
 * What only the running activities know, by their last heartbeats and failures: a workflow sees neither.
 * A child that is not there, or not yet, tells nothing.
 */
export async function pendingWork(
  server: Server,
  status: ComparisonStatus,
): Promise<Pick<ComparisonView, 'pairs' | 'troubles'>> {
  const children = [
    ...status.images
      .filter(({ state }) => state === 'building')
      .map(({ arm }) => ({ name: arm, id: `${status.comparison}/build/${arm}`, host: undefined })),
    ...status.stages
      .filter(({ state }) => state === 'running')
      .map(({ name, host }) => ({ name, id: `${status.comparison}/bench/${name}`, host })),
  ]
  const described = await Promise.all(
    children.map(async ({ name, id, host }) => ({ name, ...(await describe(server, id, host)) })),
  )
  const pairs: Record<string, PairProgress> = {}
  const troubles: Record<string, string> = {}
  for (const { name, progress, trouble } of described) {
    if (progress) pairs[name] = progress
    if (trouble !== undefined) troubles[name] = trouble
  }
  return { pairs, troubles }
}

async function describe(
  server: Server,
  id: string,
  host: string | undefined,
): Promise<{ progress?: PairProgress; trouble?: string }> {
  const [activity] = (await describeWorkflow(server, id))?.raw.pendingActivities ?? []
  if (!activity) return {}
  if (host !== undefined && waitsForTurn(activity)) {
    const holder = await hostHolder(server, host)
    if (holder !== undefined && holder !== id) return { trouble: `queued behind ${holder} on ${host}` }
  }
  const trouble = troubleOf(activity)
  if (trouble !== undefined) return { trouble }
  const progress = pairProgressSchema.safeParse(decode(activity.heartbeatDetails?.payloads?.[0])).data
  return progress ? { progress } : {}
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number]

/** temporal.api.enums.v1.PendingActivityState */
const states = { scheduled: 1, paused: 4, pauseRequested: 5 } as const

/** Whether an activity was never begun: its host has something else to do, or no worker. */
function waitsForTurn({ state, lastFailure }: PendingActivity): boolean {
  return Number(state) === states.scheduled && !lastFailure
}

/** Why an activity does not run: it was paused, its last attempt failed, or nobody took it up yet. */
export function troubleOf({
  activityType,
  attempt,
  lastFailure,
  ...activity
}: Pick<PendingActivity, 'activityType' | 'attempt' | 'lastFailure'> & { state?: number | null }):
  string | undefined {
  const state = Number(activity.state)
  const name = activityType?.name ?? 'an activity'
  if (state === states.paused || state === states.pauseRequested)
    return `${name} is paused. Unpause it in the Web UI, or with temporal activity unpause`
  if (state !== states.scheduled) return undefined
  if (!lastFailure) return `${name} is queued on its host`
  return `${lastFailure.message ?? name} (next: attempt ${attempt ?? 1})`
}
