import { ApplicationFailure, CancelledFailure } from '@temporalio/client'
import { Context } from '@temporalio/activity'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import type { StageStatus } from '../../src/comparison/status.js'
import { fakeActivities, pairResult } from './fake-activities.js'
import { gate } from './gated-pairs.js'
import { untilCancelled } from './unfinished-work.js'
import { failureOf, startComparison, statusOf, untilStatus, untilWorking } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

describe('the end of a comparison', () => {
  it('ends with the tail of the log when an image does not build, after a report', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.host.buildImage = () =>
      Promise.reject(ApplicationFailure.nonRetryable('The image did not build: exit code 1', 'BuildFailed'))

    const failure = await bench.withWorkers(fake, async () =>
      failureOf((await startComparison(bench.client())).result()),
    )

    expect(failure).toMatchObject({ type: 'BuildFailed', message: 'The image did not build: exit code 1' })
    expect(fake.calls).toEqual(['cleanUp everything', 'renderReport build-failed'])
  })

  it.each(['cancel', 'terminate'] as const)(
    'ends like one whose build failed, after a report that says why, where a person chooses to %s the build',
    async (how) => {
      const fake = fakeActivities({ models: ['grok'], looks: [1] })
      fake.host.buildImage = untilCancelled
      const word = how === 'cancel' ? 'cancelled' : 'terminated'

      const { failure, state, status } = await bench.withWorkers(fake, async () => {
        const handle = await startComparison(bench.client())
        const build = bench.client().workflow.getHandle(`${handle.workflowId}/build/main`)
        await untilWorking(build)
        await build[how]()
        return {
          failure: await failureOf(handle.result()),
          state: (await handle.describe()).status.name,
          status: await statusOf(handle),
        }
      })

      const message = expect.stringContaining(
        `The build of the image of main was ${word} by a person`,
      ) as string
      expect(failure).toMatchObject({ type: 'BuildFailed', message, details: [{ ending: 'build-failed' }] })
      expect([state, status.phase]).toEqual(['FAILED', 'failed'])
      expect(status.images[0]).toMatchObject({ state: 'failed', lastError: message })
      expect(fake.problems).toEqual([message])
      expect(fake.calls).toEqual(['cleanUp everything', 'renderReport build-failed'])
    },
  )

  it('waits for what an earlier run still cleans up, where it was terminated and is started again at once', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    const { host } = fakeActivities({ models: ['grok'], looks: [1] })
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let isFirst = true
    fake.host.buildImage = async (order) => {
      if (!isFirst) return host.buildImage(order)
      isFirst = false
      return untilCancelled().catch(async (error: unknown) => {
        await released
        throw error
      })
    }

    const { waits, outcome } = await bench.withWorkers(fake, async () => {
      const first = await startComparison(bench.client())
      await untilStatus(first, () => !isFirst)
      await first.terminate('enough')
      const second = await startComparison(bench.client(), undefined, first.workflowId)
      const waits = await untilStatus(second, ({ images: [main] }) => main?.lastError !== undefined).finally(
        () => {
          release()
        },
      )
      return { waits, outcome: (await second.result()) as Outcome }
    })

    expect(waits.images[0]?.lastError).toBe('waiting until an earlier run of it is cleaned up')
    expect(outcome.ending).toBe('finished')
  })

  it('cleans up and reports what was finished when it is cancelled', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [4] })
    fake.host.runPair = async (order) => {
      if (order.pair === 1) return pairResult(order)
      return untilCancelled()
    }

    const failure = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages.some(({ pair }) => pair === 2))
      await handle.cancel()
      return failureOf(handle.result())
    })

    expect(failure).toBeInstanceOf(CancelledFailure)
    expect(fake.calls).toContain('cleanUp grok/offline')
    expect(fake.calls.at(-1)).toBe('renderReport cancelled grok/offline=cancelled')
  })

  it('reports all the same when the host is away at the end, and says that it could not be cleaned up', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.hostControl.cleanUp = () =>
      Promise.reject(ApplicationFailure.nonRetryable('the host is away', 'StageFailed'))

    const outcome = await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(outcome.ending).toBe('finished')
    expect(fake.notes.join()).toContain('test-host could not be cleaned up (the host is away)')
  })

  it('goes on with the other stages when one is cancelled by hand', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    fake.host.runPair = async (order) => {
      fake.orders.push(order)
      if (order.stage.model === 'deepseek') return pairResult(order)
      const context = Context.current()
      const timer = setInterval(() => {
        context.heartbeat()
      }, 200)
      try {
        await Promise.race([context.cancelled, released])
        return pairResult(order)
      } finally {
        clearInterval(timer)
      }
    }

    const outcome = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages.some(({ pair }) => pair === 1))
      await bench.client().workflow.getHandle(`${handle.workflowId}/bench/grok/offline`).cancel()
      const result = (await handle.result()) as Outcome
      release()
      return result
    })

    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=cancelled deepseek/offline=measured')
    // As where `cancelStage` does it.
    expect(outcome.lines[0]).toBe('grok/offline: cancelled by a person')
  })

  it('cleans up after a stage whose workflow was terminated, and measures the others', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [2] })
    gate(fake, ({ stage }) => stage.model === 'grok')

    const outcome = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      const isMeasured = ({ pair, waitsFor }: StageStatus) => pair !== undefined && waitsFor === undefined
      await untilStatus(handle, ({ stages: [grok] }) => grok !== undefined && isMeasured(grok))
      await bench.client().workflow.getHandle(`${handle.workflowId}/bench/grok/offline`).terminate('enough')
      return handle.result() as Promise<Outcome>
    })

    expect(fake.calls.indexOf('cleanUp grok/offline')).toBeGreaterThan(0)
    expect(fake.calls.indexOf('cleanUp grok/offline')).toBeLessThan(fake.calls.indexOf('cleanUp everything'))
    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=cancelled deepseek/offline=measured')
    expect(outcome.lines[0]).toBe('grok/offline: terminated by a person')
  })
})
