import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client'
import type { Server } from './connection.js'

/** One run of a comparison on a server. */
export interface ComparisonRun {
  id: string
  runId: string
}

/** The open run of a comparison; `undefined` where there is none. */
export async function findOpenRun(server: Server, id: string): Promise<ComparisonRun | undefined> {
  const found = await describeWorkflow(server, id)
  return found?.status.name === 'RUNNING' ? { id, runId: found.runId } : undefined
}

/** The newest run of a workflow; `undefined` where there is none, or none yet. */
export async function describeWorkflow(
  server: Server,
  id: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await server.ask(`describe ${id}`, () => server.client.workflow.getHandle(id).describe())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}
