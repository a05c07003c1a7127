import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { planSchema } from '../../src/comparison/plan.js'
import { fakeActivities, pairResult, plan } from './fake-activities.js'
import { failureOf, startComparison } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

describe('a host of comparisons', () => {
  it('lets two comparisons on a host alternate pair by pair', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [3] })
    fake.host.runPair = async (order) => {
      fake.orders.push(order)
      await sleep(1000)
      return pairResult(order)
    }

    await bench.withWorkers(fake, async () => {
      const handles = [await startComparison(bench.client()), await startComparison(bench.client())]
      await Promise.all(handles.map((handle) => handle.result()))
    })

    const order = fake.orders.map(({ comparison }) => comparison)
    const first = order[0]
    expect(order.filter((id) => id === first)).toHaveLength(6)
    // After the start, nobody measures twice running.
    expect(order.slice(2, 10).map((id, index) => id === order[index + 1])).not.toContain(true)
  })

  it('gives a stage up whose host fails again and again, and says that the code is not to blame', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [1], limits: { hostFailureLimit: 0 } })
    fake.host.runPair = (order) =>
      order.stage.model === 'grok'
        ? Promise.reject(ApplicationFailure.retryable('the disk is full', 'Infrastructure'))
        : Promise.resolve(pairResult(order))

    const outcome = await bench.withWorkers(fake, async () => {
      return (await startComparison(bench.client())).result() as Promise<Outcome>
    })

    expect(outcome.lines[0]).toContain(
      "host test-host failed once; this is not the code's fault: the disk is full",
    )
    expect(outcome.lines[1]).toBe('deepseek/offline: measured')
  })

  it('without a worker is found out within a minute, before anything is started, and said', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.control.planComparison = (_request, _source, { comparison, run }) => {
      const planned = plan(comparison, run, ['grok'], [1])
      const stages = planned.stages.map((stage) => ({ ...stage, host: 'nobody-there' }))
      return Promise.resolve(planSchema.parse({ ...planned, stages }))
    }

    const failure = await bench.withWorkers(fake, async () => {
      return failureOf((await startComparison(bench.client())).result())
    })

    expect(failure).toMatchObject({
      type: 'InvalidInput',
      message: 'host nobody-there: this host has no worker; start one there with `prbench worker`',
    })
    expect(fake.calls).toEqual([])
  })
})
