import type { WorkflowService } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { z } from 'zod'
import { type ComparisonRequest, requestSchema } from '../comparison/request.js'
import { type Source, sourceSchema } from '../comparison/source.js'
import type { Server } from './connection.js'

/** What a comparison measures, by its own history: whoever started it, and with whatever client. */
export interface StartedWith {
  request?: ComparisonRequest
  /** The commits that it measures; absent until they are resolved. */
  source?: Source
}

/** The first activity is done within this many events. */
const eventsRead = 60

const reopenedSchema = z.looseObject({
  plan: z.looseObject({ request: requestSchema, source: sourceSchema }),
})

/**
 * Reads the beginning of a comparison's history, or of its retry's: that one has its request from the run
 * directory.
 */
export async function startedWith(server: Server, workflowId: string, runId: string): Promise<StartedWith> {
  const { history } = await server.ask('read the history of a comparison', () =>
    server.client.workflowService.getWorkflowExecutionHistory({
      namespace: server.namespace,
      execution: { workflowId, runId },
      maximumPageSize: eventsRead,
    }),
  )
  const events = history?.events ?? []
  const reopened = reopenedSchema.safeParse(resultOf('reopenRun', events)).data
  if (reopened) return { request: reopened.plan.request, source: reopened.plan.source }
  const input = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]
  const request = requestSchema.safeParse(decode(input)).data
  const source = sourceSchema.safeParse(resultOf('resolveSource', events)).data
  return { ...(request && { request }), ...(source && { source }) }
}

type Event = NonNullable<
  NonNullable<Awaited<ReturnType<WorkflowService['getWorkflowExecutionHistory']>>['history']>['events']
>[number]

/** What an activity of this name gave; `undefined` until it is done. */
function resultOf(activity: string, events: readonly Event[]): unknown {
  const scheduled = events.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity,
  )
  const completed = events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((attributes) => scheduled && attributes?.scheduledEventId?.equals(scheduled.eventId ?? -1))
  return decode(completed?.result?.payloads?.[0])
}

type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0]

/**
 * The value of a payload; `undefined` where there is none, or it is encrypted by a codec that is not ours.
 */
export function decode(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined
  try {
    return defaultPayloadConverter.fromPayload<unknown>(payload)
  } catch {
    return undefined
  }
}
