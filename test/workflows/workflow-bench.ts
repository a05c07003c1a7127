import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { controlQueue, hostControlQueue, hostQueue } from '../../src/comparison/queue.js'
import { findTemporalCli } from '../../src/client/embedded/temporal-cli.js'
import type { FakeActivities } from './fake-activities.js'
import { startTemporal, type RunningTemporal } from '../e2e/temporal-server.js'
import { recordHistories } from '../replay/record-histories.js'

/**
 * A real Temporal server for the tests of one file, and workers on it with activities of the test's choice.
 */
export function useWorkflowBench() {
  let folder = ''
  let server: RunningTemporal
  let connection: NativeConnection
  let client: Client
  let workflows = ''

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') })
    folder = await mkdtemp(join(tmpdir(), 'prbench-workflows-'))
    server = await startTemporal({ cli: await findTemporalCli(), folder })
    const { address } = server.where
    connection = await NativeConnection.connect({ address })
    client = new Client({ connection: await Connection.connect({ address }) })
    workflows = await readFile(inject('workflows'), 'utf8')
  })

  afterAll(async () => {
    const open = client.workflow.list({ query: 'ExecutionStatus = "Running"' })
    const left: string[] = []
    for await (const workflow of open) left.push(workflow.workflowId)
    await client.connection.close()
    await connection.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    expect(left).toEqual([])
  })

  const recorded = new Set<string>()
  afterEach(async (context) => {
    if (process.env.PRBENCH_RECORD_HISTORIES !== undefined) {
      await recordHistories(client, context.task.name, recorded)
    }
  })

  return {
    client: () => client,
    /** The workflows as they are now. */
    bundle: () => workflows,
    /**
     * Runs the workers of all three queues for as long as `work` takes; with other workflows, if some are
     * given.
     */
    async withWorkers<T>(activities: FakeActivities, work: () => Promise<T>, code = workflows): Promise<T> {
      // A cancel comes with a heartbeat's answer.
      const common = {
        connection,
        maxHeartbeatThrottleInterval: '500ms' as const,
      }
      const workers = await Promise.all([
        Worker.create({
          ...common,
          taskQueue: controlQueue,
          workflowBundle: { code },
          activities: activities.control,
          sinks: {
            comparisonLog: {
              append: { fn: (_workflow, _runDirectory, text: string) => void activities.logged.push(text) },
            },
          },
        }),
        Worker.create({
          ...common,
          taskQueue: hostQueue('test-host'),
          maxConcurrentActivityTaskExecutions: 1,
          activities: activities.host,
        }),
        Worker.create({
          ...common,
          taskQueue: hostControlQueue('test-host'),
          activities: activities.hostControl,
        }),
      ])
      const stopped = Promise.all(workers.map((worker) => worker.run()))
      try {
        return await work()
      } finally {
        for (const worker of workers) worker.shutdown()
        await stopped
      }
    },
  }
}
