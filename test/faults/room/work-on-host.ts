import type { Client } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'

/** A build or a pair that a worker has in its hands. */
export interface WorkOnHost {
  readonly workflowId: string
  readonly activityId: string
  readonly kind: 'buildImage' | 'runPair'
  readonly attempt: number
  /** When that attempt began, in milliseconds since the epoch. */
  readonly startedAt: number
}

/** temporal.api.enums.v1.PendingActivityState: PENDING_ACTIVITY_STATE_STARTED */
const started = 2

const children = ['build/main', 'build/pr', 'bench/faults/offline', 'bench/faults/online'] as const

/** The ids of a comparison's workflows, its own first. */
export function workflowsOf(comparison: string): string[] {
  return [comparison, ...children.map((child) => `${comparison}/${child}`)]
}

/** What a host does for a comparison right now, if anything. */
export async function workOnHost(client: Client, comparison: string): Promise<WorkOnHost | undefined> {
  const found = await Promise.all(children.map((child) => workOf(client, `${comparison}/${child}`)))
  return found.find((work) => work !== undefined)
}

async function workOf(client: Client, workflowId: string): Promise<WorkOnHost | undefined> {
  try {
    const { raw } = await client.workflow.getHandle(workflowId).describe()
    for (const { activityId, activityType, state, attempt, lastStartedTime } of raw.pendingActivities ?? []) {
      const kind = activityType?.name
      if ((kind !== 'buildImage' && kind !== 'runPair') || Number(state) !== started) continue
      const startedAt = Number(lastStartedTime?.seconds) * 1000 + (lastStartedTime?.nanos ?? 0) / 1e6
      return { workflowId, activityId: activityId ?? '', kind, attempt: Number(attempt), startedAt }
    }
    return undefined
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}
