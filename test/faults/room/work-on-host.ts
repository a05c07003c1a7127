import type { Client, WorkflowExecutionDescription } from '@temporalio/client'
import { defaultPayloadConverter, WorkflowNotFoundError } from '@temporalio/common'
import { z } from 'zod'

const progressSchema = z.object({ container: z.string() })

/** A build or a pair that a worker has in its hands. */
export interface WorkOnHost {
  readonly workflowId: string
  readonly activityId: string
  readonly kind: 'buildImage' | 'runPair'
  readonly attempt: number
  /** When that attempt began, in milliseconds since the epoch. */
  readonly startedAt: number
  /**
   * Since when its heartbeat tells what it measures, as far as is known; of a build, since when it has one.
   */
  readonly doneSince: number | undefined
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
    for (const activity of raw.pendingActivities ?? []) {
      const { activityId, activityType, state, attempt } = activity
      const kind = activityType?.name
      if ((kind !== 'buildImage' && kind !== 'runPair') || Number(state) !== started) continue
      const startedAt = milliseconds(activity.lastStartedTime) ?? NaN
      const heardAt = milliseconds(activity.lastHeartbeatTime)
      // The details may be those of the attempt before.
      const isHeard = heardAt !== undefined && heardAt >= startedAt
      const doneSince = isHeard && (kind === 'buildImage' || tellsContainer(activity)) ? heardAt : undefined
      return {
        workflowId,
        activityId: activityId ?? '',
        kind,
        attempt: Number(attempt),
        startedAt,
        doneSince,
      }
    }
    return undefined
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number]

/** Whether a pair's heartbeat names the container in which something is measured. */
function tellsContainer({ heartbeatDetails }: PendingActivity): boolean {
  const [payload] = heartbeatDetails?.payloads ?? []
  const details = payload && defaultPayloadConverter.fromPayload<unknown>(payload)
  return progressSchema.safeParse(details).success
}

function milliseconds(time: PendingActivity['lastStartedTime']): number | undefined {
  return time ? Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6 : undefined
}
