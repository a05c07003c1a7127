import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure, CancelledFailure, WorkflowFailedError } from '@temporalio/client'
import { Context } from '@temporalio/activity'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { controlQueue } from '../../src/comparison/queue.js'
import type { ComparisonStatus } from '../../src/comparison/status.js'
import { fakeActivities, pairResult } from './fake-activities.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

async function start(input: unknown = { repository: 'o/r', pullRequest: 7 }) {
  return bench.client().workflow.start('comparePullRequest', {
    taskQueue: controlQueue,
    workflowId: `compare/o/r/${randomUUID()}`,
    args: [input],
  })
}

async function failureOf(result: Promise<unknown>): Promise<unknown> {
  try {
    await result
  } catch (error) {
    return error instanceof WorkflowFailedError ? error.cause : error
  }
  throw new Error('it should have failed')
}

describe('comparePullRequest on a real server', { timeout: 60_000 }, () => {
  it('measures all stages in pairs of alternating order, judges, and reports', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [4] })

    const outcome = await bench.withWorkers(fake, async () => (await start()).result() as Promise<Outcome>)

    expect(outcome.ending).toBe('finished')
    expect(fake.calls.slice(0, 2)).toEqual(['recordImage main', 'recordImage pr'])
    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=measured deepseek/offline=measured')
    for (const model of ['grok', 'deepseek']) {
      const firsts = fake.orders.filter((order) => order.stage.model === model).map((order) => order.first)
      expect(firsts).toHaveLength(4)
      expect(new Set(firsts.filter((_, index) => index % 2 === 0)).size).toBe(1)
      expect(firsts[0]).not.toBe(firsts[1])
    }
  })

  it('refuses a wrong request at once, with a message that names the field', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })

    const failure = await bench.withWorkers(fake, async () =>
      failureOf((await start({ repository: 'o/r', pullRequests: 7 })).result()),
    )

    expect(failure).toBeInstanceOf(ApplicationFailure)
    expect(failure).toMatchObject({
      type: 'InvalidInput',
      message: expect.stringContaining('pullRequests') as string,
    })
    expect(fake.calls).toEqual([])
  })

  it('refuses a plan that a host cannot perform, and says which host and why', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.hostControl.checkHost = () =>
      Promise.reject(ApplicationFailure.nonRetryable('the disk is full', 'Infrastructure'))

    const failure = await bench.withWorkers(fake, async () => failureOf((await start()).result()))

    expect(failure).toMatchObject({ type: 'InvalidInput', message: 'host test-host: the disk is full' })
    expect(fake.calls).toEqual([])
  })

  it('measures a void pair again, whole, and says which attempt it is', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [2] })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      return Promise.resolve(
        pairResult(order, order.attempt === 1 ? { voidReason: 'kernels were built' } : {}),
      )
    }

    await bench.withWorkers(fake, async () => {
      await (await start()).result()
    })

    expect(fake.orders.map((order) => [order.pair, order.attempt])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ])
  })

  it('extends only the stages that want more pairs', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [2, 3],
      needs: (look) => ({
        'grok/offline': { pairsValid: 2 + look, morePairs: look === 0 ? 1 : 0, reason: '' },
        'deepseek/offline': { pairsValid: 2, morePairs: 0, reason: '' },
      }),
    })

    await bench.withWorkers(fake, async () => {
      await (await start()).result()
    })

    const pairsOf = (model: string) =>
      fake.orders.filter((order) => order.stage.model === model).map((order) => order.pair)
    expect(pairsOf('grok')).toEqual([1, 2, 3])
    expect(pairsOf('deepseek')).toEqual([1, 2])
  })

  it('gives up a stage in which no case gives a number, and reports the others', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [4] })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      const cases = order.stage.cases.map((entry) => ({
        case: entry.name,
        values: null,
        reason: 'died',
        repeats: [],
      }))
      return Promise.resolve(pairResult(order, order.stage.model === 'grok' ? { cases } : {}))
    }

    const outcome = await bench.withWorkers(fake, async () => (await start()).result() as Promise<Outcome>)

    expect(fake.orders.filter((order) => order.stage.model === 'grok')).toHaveLength(2)
    expect(outcome.complete).toBe(false)
    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=failed deepseek/offline=measured')
  })

  it('ends with the tail of the log when an image does not build, after a report', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.host.buildImage = () =>
      Promise.reject(ApplicationFailure.nonRetryable('The image did not build: exit code 1', 'BuildFailed'))

    const failure = await bench.withWorkers(fake, async () => failureOf((await start()).result()))

    expect(failure).toMatchObject({ type: 'BuildFailed', message: 'The image did not build: exit code 1' })
    expect(fake.calls).toEqual(['cleanUp everything', 'renderReport build-failed'])
  })

  it('cleans up and reports what was finished when it is cancelled', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [4] })
    fake.host.runPair = async (order) => {
      if (order.pair === 1) return pairResult(order)
      const context = Context.current()
      const timer = setInterval(() => {
        context.heartbeat()
      }, 200)
      try {
        return await context.cancelled
      } finally {
        clearInterval(timer)
      }
    }

    const failure = await bench.withWorkers(fake, async () => {
      const handle = await start()
      await pairInProgress(() => handle.query<ComparisonStatus>('status'), 2)
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

    const outcome = await bench.withWorkers(fake, async () => (await start()).result() as Promise<Outcome>)

    expect(outcome.ending).toBe('finished')
    expect(fake.notes.join()).toContain('test-host could not be cleaned up (the host is away)')
  })

  it('takes a stage up again that another stage has unsettled', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [1, 2, 3],
      needs: (look) => ({
        'grok/offline': { pairsValid: 1, morePairs: look === 1 ? 1 : 0, reason: '' },
        'deepseek/offline': { pairsValid: 1, morePairs: look === 0 ? 1 : 0, reason: '' },
      }),
    })

    await bench.withWorkers(fake, async () => {
      await (await start()).result()
    })

    const measured = fake.orders.map((order) => `${order.stage.model} ${String(order.pair)}`)
    expect(measured.slice(2)).toEqual(['deepseek 2', 'grok 2'])
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

    await bench.withWorkers(fake, async () => {
      const handle = await start()
      await pairInProgress(() => handle.query<ComparisonStatus>('status'), 1)
      await bench.client().workflow.getHandle(`${handle.workflowId}/bench/grok/offline`).cancel()
      await handle.result()
      release()
    })

    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=cancelled deepseek/offline=measured')
  })
})

/** Waits until a stage of the comparison is at this pair. */
async function pairInProgress(status: () => Promise<ComparisonStatus>, pair: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { stages } = await status()
    if (stages.some((stage) => stage.pair === pair)) return
    await sleep(100)
  }
  throw new Error(`no stage came to pair ${String(pair)}`)
}
