import { WorkflowNotFoundError } from '@temporalio/common'
import type { Server } from './connection.js'

/** One run of a comparison on a server. */
export interface ComparisonRun {
  id: string
  runId: string
}

/** The open run of a comparison; `undefined` where there is none. */
export async function findOpenRun(server: Server, id: string): Promise<ComparisonRun | undefined> {
  try {
    const { runId, status } = await server.ask('say whether the comparison runs', () =>
      server.client.workflow.getHandle(id).describe(),
    )
    return status.name === 'RUNNING' ? { id, runId } : undefined
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}
