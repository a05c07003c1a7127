import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import type { StageStatus } from '../../src/comparison/status.js'
import { fakeActivities, pairResult } from './fake-activities.js'
import { gate } from './gated-pairs.js'
import { startComparison, statusOf, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

const isMeasured = ({ pair, waitsFor }: StageStatus) => pair !== undefined && waitsFor === undefined

describe('the bounds of a comparison', () => {
  it('pauses after the pair that runs, and goes on', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
    const held = gate(fake, ({ pair }) => pair === 1)

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      // Either stage may have been first to ask for the host.
      const { stages } = await untilStatus(
        handle,
        (status) =>
          status.stages.some(isMeasured) && status.stages.some(({ waitsFor }) => waitsFor !== undefined),
      )
      const first = stages.findIndex(isMeasured)
      await handle.executeUpdate('pause')
      held.open()
      await untilStatus(handle, (status) => status.stages[first]?.pair === 2)
      await sleep(500)
      expect(fake.orders).toHaveLength(1)
      const paused = await statusOf(handle)
      expect(paused.pausedSince).toBeDefined()
      expect(paused.deadline).toBeUndefined()
      expect(paused.stages[1 - first]?.waitsFor).toBe('paused; continue with `prbench resume`')
      await handle.executeUpdate('resume')
      await handle.result()
    })

    expect(fake.orders).toHaveLength(4)
  })

  it('begins no image while it is paused: the build that runs is finished, and the host is free', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    const { host } = fakeActivities({ models: ['grok'], looks: [1] })
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const built: string[] = []
    fake.host.buildImage = async (order) => {
      built.push(order.arm)
      await released
      return host.buildImage(order)
    }

    const paused = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, () => built.length === 1)
      await handle.executeUpdate('pause')
      release()
      await untilStatus(handle, ({ images: [main] }) => main?.state === 'ready')
      await sleep(500)
      const begun = [...built]
      const { images } = await statusOf(handle)
      await handle.executeUpdate('resume')
      await handle.result()
      return { begun, pr: images[1] }
    })

    expect(paused.begun).toEqual(['main'])
    expect(paused.pr).toMatchObject({
      state: 'waiting',
      lastError: 'paused; continue with `prbench resume`',
    })
    expect(built).toEqual(['main', 'pr'])
  })

  it('ends at its deadline with what it has, and says so; a pause does not count', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [3], limits: { deadlineSeconds: 15 } })
    gate(fake, ({ pair }) => pair === 2)

    const outcome = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 2)
      await handle.executeUpdate('pause')
      await sleep(15_500)
      expect((await statusOf(handle)).phase).toBe('measuring')
      await handle.executeUpdate('resume')
      return handle.result() as Promise<Outcome>
    })

    expect(outcome.complete).toBe(false)
    expect(fake.problems.join()).toContain('stopped by the deadline (')
    expect(outcome.lines[0]).toContain('grok/offline: stopped by the deadline (15s)')
  })

  it('begins no further pair once its launches are used up, and says so', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [3], limits: { launchLimit: 5 } })

    const outcome = await bench.withWorkers(fake, async () => {
      return (await startComparison(bench.client())).result() as Promise<Outcome>
    })

    expect(fake.orders).toHaveLength(2)
    expect(outcome.lines).toEqual([
      expect.stringContaining('grok/offline: stopped by the limit of 5 launches'),
    ])
    expect(fake.problems.join()).toContain('stopped by the limit of 5 launches')
  })

  it('counts a pair that a pause of its activity cut short against no limit', async () => {
    // Two repetitions of a pair and two launches for each of its two pairs are allowed.
    const fake = fakeActivities({ models: ['grok'], looks: [2], limits: { launchLimit: 4 } })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      const voided = pairResult(order, { voidReason: { kind: 'pair-paused' } })
      return Promise.resolve(
        order.pair === 1 && order.attempt < 5 ? { ...voided, paused: true } : pairResult(order),
      )
    }

    const outcome = await bench.withWorkers(fake, async () => {
      return (await startComparison(bench.client())).result() as Promise<Outcome>
    })

    expect(fake.orders.map(({ pair, attempt }) => [pair, attempt])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
      [2, 1],
    ])
    expect(fake.recorded).toHaveLength(6)
    expect(outcome.complete).toBe(true)
  })
})
