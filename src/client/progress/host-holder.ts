import { WorkflowNotFoundError } from '@temporalio/common'
import type { Server } from '../connection.js'

/** temporal.api.enums.v1.PendingActivityState */
const started = 2
/** More comparisons at one host than that are not asked. */
const mostAsked = 20

/**
 * The workflow that has a host at this moment, `compare/o/r/8/bench/grok/offline`; `undefined` where none has
 * it.
 */
export async function hostHolder(server: Server, host: string): Promise<string | undefined> {
  const query = `PrbenchHost = '${host}' AND ExecutionStatus = 'Running' AND PrbenchStage IS NOT NULL`
  const ids = await server.ask('list who measures on a host', async () => {
    const found: string[] = []
    for await (const { workflowId } of server.client.workflow.list({ query })) {
      found.push(workflowId)
      if (found.length === mostAsked) break
    }
    return found
  })
  for (const id of ids) if (await isMeasuring(server, id)) return id
  return undefined
}

async function isMeasuring(server: Server, id: string): Promise<boolean> {
  try {
    const { raw } = await server.ask('describe a stage', () =>
      server.client.workflow.getHandle(id).describe(),
    )
    return (raw.pendingActivities ?? []).some(
      ({ state, activityType }) => Number(state) === started && activityType?.name === 'runPair',
    )
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
