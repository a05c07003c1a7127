import { defaultPayloadConverter } from '@temporalio/common'
import { type ComparisonRequest, requestSchema } from '../comparison/request.js'
import { type Source, sourceSchema } from '../comparison/source.js'
import type { Server } from './connection.js'

/** What a comparison was started with, by its own history: whoever started it, and with whatever client. */
export interface StartedWith {
  request?: ComparisonRequest
  /** The commits that it measures; absent until they are resolved. */
  source?: Source
}

/** The first activity is done within this many events. */
const eventsRead = 60

/** Reads the beginning of a comparison's history. */
export async function startedWith(server: Server, workflowId: string, runId: string): Promise<StartedWith> {
  const { history } = await server.ask('read the history of a comparison', () =>
    server.client.workflowService.getWorkflowExecutionHistory({
      namespace: server.namespace,
      execution: { workflowId, runId },
      maximumPageSize: eventsRead,
    }),
  )
  const events = history?.events ?? []
  const input = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]
  const scheduled = events.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'resolveSource',
  )
  const completed = events
    .map((event) => event.activityTaskCompletedEventAttributes)
    .find((attributes) => scheduled && attributes?.scheduledEventId?.equals(scheduled.eventId ?? -1))
  const request = requestSchema.safeParse(decode(input)).data
  const source = sourceSchema.safeParse(decode(completed?.result?.payloads?.[0])).data
  return { ...(request && { request }), ...(source && { source }) }
}

type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0]

/** The value of a payload; `undefined` where there is none, or it is encrypted by a codec that is not ours. */
export function decode(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined
  try {
    return defaultPayloadConverter.fromPayload<unknown>(payload)
  } catch {
    return undefined
  }
}
