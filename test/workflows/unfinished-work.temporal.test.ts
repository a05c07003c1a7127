import { ApplicationFailure } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { fakeActivities, pairResult } from './fake-activities.js'
import { failureOf, startComparison, untilStatus, untilWorking } from './running-comparison.js'
import { unheard, untilCancelled } from './unfinished-work.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

describe('work that is under way at the end', () => {
  it.each([
    ['skipStage', 'skipped'],
    ['cancelStage', 'cancelled'],
  ] as const)(
    'reads as a person ordered by %s where the worker of the stage is gone by then',
    async (order, state) => {
      const fake = fakeActivities({ models: ['grok'], looks: [1] })
      const { release, work } = unheard()
      fake.host.runPair = async (pairOrder) => {
        fake.orders.push(pairOrder)
        return work()
      }

      const outcome = await bench.withWorkers(fake, async () => {
        const handle = await startComparison(bench.client())
        await untilStatus(handle, () => fake.orders.length === 1)
        await handle.executeUpdate(order, { args: ['grok/offline'] })
        return (handle.result() as Promise<Outcome>).finally(release)
      })

      expect(outcome.lines).toEqual([`grok/offline: ${state} by a person`])
      expect(fake.calls.at(-1)).toBe(`renderReport finished grok/offline=${state}`)
    },
  )

  it('says that a person has cancelled a build whose worker is gone by then', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    const { release, work } = unheard()
    fake.host.buildImage = work

    const failure = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      const build = bench.client().workflow.getHandle(`${handle.workflowId}/build/main`)
      await untilWorking(build)
      await build.cancel()
      return failureOf(handle.result()).finally(release)
    })

    expect(failure).toMatchObject({
      type: 'BuildFailed',
      message: expect.stringContaining('was cancelled by a person') as string,
    })
  })

  it('records a pair that is finished when it is cancelled, before it reports', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [4] })
    const recordPair = fake.control.recordPair.bind(fake.control)
    let tries = 0
    fake.control.recordPair = async (planned, pair) => {
      tries += 1
      // As on a control worker that is gone, or a disk that is full, at this moment.
      if (tries === 1) throw ApplicationFailure.create({ message: 'not now', nextRetryDelay: '1 hour' })
      return recordPair(planned, pair)
    }
    fake.host.runPair = async (order) => (order.pair === 1 ? pairResult(order) : untilCancelled())

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => tries === 1 && stages.some(({ pair }) => pair === 2))
      await handle.cancel()
      return failureOf(handle.result())
    })

    expect(fake.recorded.map(({ pair }) => pair)).toEqual([1])
    expect(fake.calls.at(-1)).toBe('renderReport cancelled grok/offline=cancelled')
    expect(fake.calls.indexOf('cleanUp grok/offline')).toBeLessThan(
      fake.calls.indexOf('recordPair grok/offline 1'),
    )
  })

  it('records a pair that is finished when its stage is given up, before it reports', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [4] })
    const recordPair = fake.control.recordPair.bind(fake.control)
    let tries = 0
    fake.control.recordPair = async (planned, pair) => {
      tries += 1
      if (tries === 1) throw ApplicationFailure.create({ message: 'not now', nextRetryDelay: '2 seconds' })
      return recordPair(planned, pair)
    }
    fake.host.runPair = (order) =>
      order.pair === 1
        ? Promise.resolve(pairResult(order))
        : Promise.reject(ApplicationFailure.nonRetryable('the model is gone', 'StageFailed'))

    const outcome = await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(outcome.lines).toEqual(['grok/offline: the model is gone'])
    expect(fake.recorded.map(({ pair }) => pair)).toEqual([1])
  })
})
