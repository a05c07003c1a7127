import { ApplicationFailure } from '@temporalio/client'
import { defineSearchAttributeKey } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { fakeActivities, pairResult } from './fake-activities.js'
import { gate } from './gated-pairs.js'
import { failureOf, startComparison, statusOf, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

describe('comparePullRequest on a real server', () => {
  it('measures all stages in pairs of alternating order, judges, and reports', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [4] })

    const outcome = await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

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

  it('tells lists of workflows what it found', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })

    const [outcome, found] = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      const ended = (await handle.result()) as Outcome
      return [ended, (await handle.describe()).typedSearchAttributes]
    })

    expect(found.get(defineSearchAttributeKey('PrbenchVerdict', 'KEYWORD'))).toBe(outcome.verdict)
  })

  it('measures a model on the images of its GPU architecture', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [1],
      change: (plan) => ({
        ...plan,
        otherImages: { gfx950: plan.images },
        stages: plan.stages.map((stage) => {
          if (stage.model === 'grok') return stage
          return {
            ...stage,
            recipe: { ...stage.recipe, image: { ...stage.recipe.image, gpuArchitecture: 'gfx950' } },
          }
        }),
      }),
    })

    await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(fake.calls.filter((call) => call.startsWith('recordImage'))).toHaveLength(4)
    const used = Object.fromEntries(fake.orders.map(({ stage, images }) => [stage.model, images]))
    expect([used.grok?.main.architecture, used.deepseek?.main.architecture]).toEqual([undefined, 'gfx950'])
    expect([used.grok?.pr.id, used.deepseek?.pr.id].map((id) => id?.at(7))).toEqual(['0', '1'])
  })

  it('refuses a wrong request at once, with a message that names the field', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })

    const failure = await bench.withWorkers(fake, async () =>
      failureOf((await startComparison(bench.client(), { repository: 'o/r', pullRequests: 7 })).result()),
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

    const { failure, status } = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      return { failure: await failureOf(handle.result()), status: await statusOf(handle) }
    })

    expect(failure).toMatchObject({ type: 'InvalidInput', message: 'host test-host: the disk is full' })
    expect(status.phase).toBe('failed')
    expect(fake.calls).toEqual([])
  })

  it('measures a void pair again, whole, and says which attempt it is', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [2] })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      return Promise.resolve(
        pairResult(order, order.attempt === 1 ? { voidReason: { kind: 'kernels-built', module: 'm' } } : {}),
      )
    }

    await bench.withWorkers(fake, async () => {
      await (await startComparison(bench.client())).result()
    })

    expect(fake.orders.map((order) => [order.pair, order.attempt])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ])
  })

  it('says of the last attempt of a pair that it is the last', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      return Promise.resolve(
        pairResult(
          order,
          order.attempt < 3 ? { voidReason: { kind: 'container-killed', container: 'c' } } : {},
        ),
      )
    }

    await bench.withWorkers(fake, async () => {
      await (await startComparison(bench.client())).result()
    })

    expect(fake.orders.map((order) => [order.attempt, order.isLastAttempt])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, true],
    ])
  })

  it('extends only the stages that want more pairs', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [2, 3],
      needs: (look) => ({
        'grok/offline': { pairsValid: 2 + look, morePairs: look === 0 ? 1 : 0 },
        'deepseek/offline': { pairsValid: 2, morePairs: 0 },
      }),
    })
    const held = gate(fake, ({ pair }) => pair === 3)

    const again = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      const status = await untilStatus(handle, ({ stages }) => stages[0]?.pair === 3)
      held.open()
      await handle.result()
      return status.stages
    })

    expect(again[0]).toMatchObject({ state: 'running', undecidedAfter: 2 })
    expect(again[1]).not.toHaveProperty('undecidedAfter')
    const pairsOf = (model: string) =>
      fake.orders.filter((order) => order.stage.model === model).map((order) => order.pair)
    expect(pairsOf('grok')).toEqual([1, 2, 3])
    expect(pairsOf('deepseek')).toEqual([1, 2])
  })

  it('counts in its status the sound pairs that the last look counted', async () => {
    const fake = fakeActivities({
      models: ['grok'],
      looks: [2, 3],
      needs: (look) => ({
        'grok/offline': { pairsValid: look === 0 ? 1 : 3, morePairs: look === 0 ? 1 : 0 },
      }),
    })

    const status = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await handle.result()
      return statusOf(handle)
    })

    expect(status.stages).toMatchObject([{ state: 'measured', pairsDone: 3, pairsPlanned: 3 }])
  })

  it('gives up a stage in which no case gives a number, and reports the others', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [4] })
    fake.host.runPair = (order) => {
      fake.orders.push(order)
      const cases = order.stage.cases.map((entry) => ({
        case: entry.name,
        values: null,
        reason: { kind: 'out-of-memory' as const },
        repeats: [],
      }))
      return Promise.resolve(pairResult(order, order.stage.model === 'grok' ? { cases } : {}))
    }

    const outcome = await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(fake.orders.filter((order) => order.stage.model === 'grok')).toHaveLength(2)
    expect(outcome.complete).toBe(false)
    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=failed deepseek/offline=measured')
  })

  it('takes a stage up again that another stage has unsettled', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [1, 2, 3],
      needs: (look) => ({
        'grok/offline': { pairsValid: 1, morePairs: look === 1 ? 1 : 0 },
        'deepseek/offline': { pairsValid: 1, morePairs: look === 0 ? 1 : 0 },
      }),
    })

    await bench.withWorkers(fake, async () => {
      await (await startComparison(bench.client())).result()
    })

    const measured = fake.orders.map((order) => `${order.stage.model} ${order.pair}`)
    expect(measured.slice(2)).toEqual(['deepseek 2', 'grok 2'])
  })
})
