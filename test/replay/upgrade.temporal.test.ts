import { setTimeout as sleep } from 'node:timers/promises'
import { Context } from '@temporalio/activity'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { fakeActivities, pairResult } from '../workflows/fake-activities.js'
import { startComparison, untilStatus } from '../workflows/running-comparison.js'
import { useWorkflowBench } from '../workflows/workflow-bench.js'
import { readStoredBundle, storeBundle } from './stored-bundle.js'

const bench = useWorkflowBench()

beforeAll(async () => {
  if (process.env.PRBENCH_RECORD_HISTORIES !== undefined) await storeBundle(bench.bundle())
})

/** Two stages whose second pairs wait until `release`, as a benchmark does when its worker is replaced. */
function slowStages() {
  const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
  let isReleased = false
  fake.host.runPair = async (order) => {
    fake.orders.push(order)
    while (!isReleased && order.pair === 2) {
      Context.current().heartbeat()
      await Promise.race([sleep(100), Context.current().cancelled])
    }
    return pairResult(order)
  }
  return {
    fake,
    release: () => {
      isReleased = true
    },
  }
}

describe('an upgrade', () => {
  it('goes on with a comparison that a worker of the last release has begun, a person’s orders included', async () => {
    const { fake, release } = slowStages()
    const old = await readStoredBundle()

    const handle = await bench.withWorkers(
      fake,
      async () => {
        const started = await startComparison(bench.client())
        await untilStatus(started, ({ stages }) => stages.some(({ pair }) => pair === 2))
        await started.executeUpdate('pause')
        return started
      },
      old,
    )
    const outcome = await bench.withWorkers(fake, async () => {
      const { pausedSince } = await untilStatus(handle, ({ stages }) => stages.length === 2)
      expect(pausedSince).toBeDefined()
      release()
      await handle.executeUpdate('resume')
      return handle.result() as Promise<Outcome>
    })

    expect(outcome).toMatchObject({ ending: 'finished', complete: true })
    const counted = new Set(fake.recorded.map(({ stage, pair }) => `${stage} ${pair}`))
    expect([...counted].sort()).toEqual([
      'deepseek/offline 1',
      'deepseek/offline 2',
      'grok/offline 1',
      'grok/offline 2',
    ])
  })
})
