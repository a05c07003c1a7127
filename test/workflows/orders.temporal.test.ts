import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client'
import { Context } from '@temporalio/activity'
import { describe, expect, it } from 'vitest'
import type { PairOrder } from '../../src/comparison/activities.js'
import type { Outcome } from '../../src/comparison/outcome.js'
import type { PairResult } from '../../src/comparison/launch.js'
import { fakeActivities, pairResult, type FakeActivities } from './fake-activities.js'
import type { StageStatus } from '../../src/comparison/status.js'
import { startComparison, statusOf, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

/** Pairs that stop at a gate until it is opened, and can be cancelled there. */
function gate(fake: FakeActivities, isHeld: (order: PairOrder) => boolean) {
  let isOpen = false
  fake.host.runPair = async (order): Promise<PairResult> => {
    fake.orders.push(order)
    while (!isOpen && isHeld(order)) {
      Context.current().heartbeat()
      await Promise.race([sleep(100), Context.current().cancelled])
    }
    return pairResult(order)
  }
  return {
    open: () => {
      isOpen = true
    },
  }
}

const isMeasured = ({ pair, waitsFor }: StageStatus) => pair !== undefined && waitsFor === undefined

const pairsOf = (fake: FakeActivities, model: string) =>
  fake.orders
    .filter((order) => order.stage.model === model)
    .map((order) => `${String(order.pair)}g${String(order.generation)}`)

async function refusal(update: Promise<unknown>): Promise<string> {
  try {
    await update
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause) return error.cause.message
    throw error
  }
  throw new Error('it should have been refused')
}

describe('a person’s orders to a comparison', { timeout: 60_000 }, () => {
  it('cancels a stage and goes on with the others; measures what is missing of it on a retry', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
    gate(fake, ({ stage, pair, generation }) => stage.model === 'grok' && pair === 2 && generation === 1)
    let release: () => void = () => undefined
    const retried = new Promise<void>((resolve) => (release = resolve))
    fake.control.judgeLook = () => retried.then(() => ({}))

    const outcome = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, () => pairsOf(fake, 'grok').length === 2)
      const answer = await handle.executeUpdate<string, [string]>('cancelStage', { args: ['grok/offline'] })
      expect(answer).toBe('grok/offline is being cancelled; the other stages go on.')
      await untilStatus(
        handle,
        ({ phase, stages }) => phase === 'judging' && stages[0]?.state === 'cancelled',
      )
      await handle.executeUpdate('retryStage', { args: ['grok/offline'] })
      release()
      return handle.result() as Promise<Outcome>
    })

    expect(outcome.complete).toBe(true)
    expect(fake.calls).toContain('cleanUp grok/offline')
    expect(pairsOf(fake, 'grok')).toEqual(['1g1', '2g1', '2g2'])
    expect(pairsOf(fake, 'deepseek')).toEqual(['1g1', '2g1'])
  })

  it('skips a stage that runs and one that waits', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
    const held = gate(fake, ({ pair }) => pair === 1)

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 1)
      await handle.executeUpdate('skipStage', { args: ['grok/offline'] })
      await untilStatus(handle, ({ stages }) => stages[0]?.state === 'skipped')
      held.open()
      await handle.result()
    })

    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=skipped deepseek/offline=measured')
  })

  it('refuses what cannot be carried out with a sentence that says what can', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [1] })
    const held = gate(fake, () => true)

    const refusals = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      const order = (update: string, stage?: string) =>
        refusal(
          stage === undefined
            ? handle.executeUpdate(update)
            : handle.executeUpdate(update, { args: [stage] }),
        )
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 1)
      const unknown = await order('retryStage', 'grok')
      const running = await order('retryStage', 'grok/offline')
      const resumed = await order('resume')
      await handle.executeUpdate('cancelStage', { args: ['grok/offline'] })
      const twice = await order('cancelStage', 'grok/offline')
      await untilStatus(handle, ({ stages }) => stages[0]?.state === 'cancelled')
      const thrice = await order('cancelStage', 'grok/offline')
      held.open()
      await handle.result()
      return { unknown, running, resumed, twice, thrice }
    })

    expect(refusals).toEqual({
      unknown: 'there is no stage "grok": name one of grok/offline (running), deepseek/offline (running)',
      running: 'grok/offline is being measured: wait for its end, or cancel it first with cancelStage',
      resumed: 'it is not paused',
      twice: expect.stringMatching(/^grok\/offline (is being cancelled|was cancelled) already: /) as string,
      thrice: 'grok/offline was cancelled already: retryStage measures it again',
    })
  })

  it('loses no retry that comes while the report is written: it measures anew, judges and reports again', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [2] })
    const renderReport = fake.control.renderReport.bind(fake.control)
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let reports = 0
    fake.control.renderReport = async (plan, ending) => {
      reports += 1
      if (reports === 1) await released
      return renderReport(plan, ending)
    }

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ phase }) => phase === 'reporting' && reports === 1)
      await handle.executeUpdate('retryStage', { args: ['grok/offline'] })
      release()
      await handle.result()
    })

    expect(pairsOf(fake, 'grok')).toEqual(['1g1', '2g1', '1g2', '2g2'])
    expect(reports).toBe(2)
    expect(fake.notes.join()).toContain('grok/offline was measured anew at a person')
  })

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
      expect(paused.stages[1 - first]?.waitsFor).toBe('it is paused: go on with prbench resume')
      await handle.executeUpdate('resume')
      await handle.result()
    })

    expect(fake.orders).toHaveLength(4)
  })

  it('ends at its deadline with what it has, and says so; a pause does not count', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [3], limits: { deadlineSeconds: 8 } })
    gate(fake, ({ pair }) => pair === 2)

    const outcome = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 2)
      await handle.executeUpdate('pause')
      await sleep(8500)
      expect((await statusOf(handle)).phase).toBe('measuring')
      await handle.executeUpdate('resume')
      return handle.result() as Promise<Outcome>
    })

    expect(outcome.complete).toBe(false)
    expect(fake.problems.join()).toContain("The comparison's deadline of 0.00 hours was reached")
    expect(outcome.lines[0]).toBe('grok/offline: the deadline of the comparison was reached')
  })

  it('begins no further pair once its launches are used up, and says so', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [3], limits: { launchLimit: 5 } })

    const outcome = await bench.withWorkers(fake, async () => {
      return (await startComparison(bench.client())).result() as Promise<Outcome>
    })

    expect(fake.orders).toHaveLength(2)
    expect(outcome.lines).toEqual(['grok/offline: the launches that the comparison may make are used up'])
    expect(fake.problems.join()).toContain("The comparison's 5 launches are used up")
  })

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
      'host test-host failed 1 times running, which says nothing of the code: the disk is full',
    )
    expect(outcome.lines[1]).toBe('deepseek/offline: measured')
  })
})
