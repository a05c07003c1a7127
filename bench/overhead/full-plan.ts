import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { controlQueue, hostControlQueue, hostQueue } from '../../src/comparison/queue.js'
import { fakeActivities } from '../../test/workflows/fake-activities.js'

const bundle = fileURLToPath(new URL('../../../dist/workflows/bundled-workflows.js', import.meta.url))

/** The looks of the default plan; a stage that is never settled goes through all of them. */
const looks = [3, 4, 5, 6, 8, 10]

/**
 * The history events of a comparison of the full default plan at its longest: four stages, ten pairs each,
 * every look. The real workflows on a real server; their activities do nothing. All workflows of the
 * comparison count.
 */
export async function countFullPlanEvents(address: string): Promise<number> {
  const fake = fakeActivities({
    models: ['grok', 'deepseek', 'third', 'fourth'],
    looks,
    needs: (look) =>
      Object.fromEntries(
        ['grok', 'deepseek', 'third', 'fourth'].map((model) => [
          `${model}/offline`,
          {
            pairsValid: looks[look] ?? 10,
            morePairs: (looks[look + 1] ?? 10) - (looks[look] ?? 10),
          },
        ]),
      ),
  })
  const native = await NativeConnection.connect({ address })
  const connection = await Connection.connect({ address })
  const client = new Client({ connection })
  const common = { connection: native, maxCachedWorkflows: 100 }
  const workflowBundle = { code: await readFile(bundle, 'utf8') }
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: controlQueue, workflowBundle, activities: fake.control }),
    Worker.create({
      ...common,
      taskQueue: hostQueue('test-host'),
      activities: fake.host,
      maxConcurrentActivityTaskExecutions: 1,
    }),
    Worker.create({ ...common, taskQueue: hostControlQueue('test-host'), activities: fake.hostControl }),
  ])
  const stopped = Promise.all(workers.map((worker) => worker.run()))
  try {
    const workflowId = `compare/bench/full-plan/${Date.now()}`
    await client.workflow.execute('comparePullRequest', {
      taskQueue: controlQueue,
      workflowId,
      args: [{ repository: 'o/r', pullRequest: 7 }],
    })
    let events = 0
    for await (const { historyLength } of client.workflow.list({
      query: `WorkflowId STARTS_WITH "${workflowId}"`,
    })) {
      events += historyLength
    }
    return events
  } finally {
    for (const worker of workers) worker.shutdown()
    await stopped
    await connection.close()
    await native.close()
  }
}
