import type { Client } from '@temporalio/client'
import { defaultPayloadConverter, WorkflowNotFoundError } from '@temporalio/common'
import { z } from 'zod'
import type { WorkflowEvidence } from '../evidence.js'

/**
 * temporal.api.enums.v1.WorkflowTaskFailedCause: a signal that came while the workflow was ending; harmless.
 */
const unhandledCommand = 1

const pairSchema = z.object({
  stage: z.string(),
  pair: z.number(),
  attempt: z.number(),
  launches: z.array(z.unknown()),
})

/** How a workflow went, from its history. */
export async function historyOf(client: Client, id: string): Promise<WorkflowEvidence> {
  const handle = client.workflow.getHandle(id)
  const described = await handle.describe().catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  })
  if (described === undefined) return { id, status: 'ABSENT', events: 0, failedTasks: [], pairs: [] }
  const { status, historyLength } = described
  const { events } = await handle.fetchHistory()
  const failedTasks: string[] = []
  const pairs: string[] = []
  for (const event of events ?? []) {
    const failed = event.workflowTaskFailedEventAttributes
    if (failed && Number(failed.cause) !== unhandledCommand) {
      failedTasks.push(`cause ${String(failed.cause)}: ${failed.failure?.message ?? ''}`)
    }
    const [payload] = event.activityTaskCompletedEventAttributes?.result?.payloads ?? []
    const result = pairSchema.safeParse(payload && defaultPayloadConverter.fromPayload(payload))
    if (!result.success) continue
    const { stage, pair, attempt } = result.data
    pairs.push(`${stage}, pair ${pair}, attempt ${attempt}`)
  }
  return { id, status: status.name, events: historyLength, failedTasks, pairs }
}
