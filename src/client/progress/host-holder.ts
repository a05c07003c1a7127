import { describeWorkflow } from '../comparison-run.js'
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
  for (const id of ids) {
    const activities = (await describeWorkflow(server, id))?.raw.pendingActivities ?? []
    const isMeasuring = ({ state, activityType }: (typeof activities)[number]) =>
      Number(state) === started && activityType?.name === 'runPair'
    if (activities.some(isMeasuring)) return id
  }
  return undefined
}
