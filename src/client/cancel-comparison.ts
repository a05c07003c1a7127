import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowNotFoundError } from '@temporalio/common'
import { Failed } from './command-error.js'
import type { ComparisonRun } from './comparison-run.js'
import type { Server } from './connection.js'
import { look } from './progress/watch.js'
import { thisPerson } from './this-person.js'

/** A cancelled comparison removes its containers and renders its report. */
const cleanUpDeadlineMs = 10 * 60_000
const pollMs = 500
const pollsPerLook = 20

/** Asks for a run's cancellation. Harmless where it ended in this very moment. */
export async function requestCancel(server: Server, { id, runId }: ComparisonRun): Promise<void> {
  const handle = server.client.workflow.getHandle(id, runId)
  try {
    await server.ask('cancel the comparison', async () => {
      await handle.signal('cancelledBy', thisPerson())
      return handle.cancel()
    })
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}

/** Cancels a run and waits until it is closed. Says what hinders that, such as a worker that is not there. */
export async function cancelAndWait(
  server: Server,
  run: ComparisonRun,
  say: (line: string) => void,
): Promise<void> {
  await requestCancel(server, run)
  const handle = server.client.workflow.getHandle(run.id, run.runId)
  const deadline = performance.now() + cleanUpDeadlineMs
  let said: string | undefined
  for (let poll = 1; ; poll += 1) {
    const { status } = await server.ask('say whether the comparison runs', () => handle.describe())
    if (status.name !== 'RUNNING') return
    if (performance.now() > deadline) {
      throw new Failed(
        `${run.id} was cancelled, but has not ended after 10 minutes. See prbench status ${run.id}`,
      )
    }
    const note = poll % pollsPerLook === 0 ? (await look(server, run)).note : undefined
    if (note !== undefined && note !== said) say(`Still waiting: ${note}`)
    said = note ?? said
    await sleep(pollMs)
  }
}
