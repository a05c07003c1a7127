import { WorkflowFailedError } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import { decideReopening } from '../../src/activities/reopen-run.js'
import type { StageEnding } from '../../src/comparison/ending-reason.js'
import type { Outcome } from '../../src/comparison/outcome.js'
import { controlQueue } from '../../src/comparison/queue.js'
import { newRecord } from '../../src/run/record.js'
import { fakeActivities, plan } from './fake-activities.js'
import { startComparison, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

describe('retryComparison', () => {
  it('measures under the same id what a comparison that has ended lacks, and reports all of it', async () => {
    const models = ['grok', 'deepseek']
    const fake = fakeActivities({ models, looks: [2] })
    let endings: StageEnding[] = []
    const renderReport = fake.control.renderReport.bind(fake.control)
    fake.control.renderReport = (planned, ending) => {
      endings = ending.stages
      return renderReport(planned, ending)
    }
    fake.control.reopenRun = (order, identity) => {
      const record = {
        ...newRecord(plan(identity.comparison, 'first', models, [2])),
        pairs: fake.recorded,
        endings,
      }
      return Promise.resolve(decideReopening(record, order, identity))
    }

    const outcome = await bench.withWorkers(fake, async () => {
      const first = await startComparison(bench.client())
      await untilStatus(first, ({ stages }) => stages.length > 0)
      await first.executeUpdate('skipStage', { args: ['grok/offline'] })
      await first.result()
      const again = await bench.client().workflow.start('retryComparison', {
        taskQueue: controlQueue,
        workflowId: first.workflowId,
        args: [{ runDirectory: '/nowhere' }],
      })
      return again.result() as Promise<Outcome>
    })

    expect(outcome.complete).toBe(true)
    const measured = fake.orders.map(({ stage, pair, generation }) => [stage.model, pair, generation])
    expect(measured.slice(-2)).toEqual([
      ['grok', 1, expect.any(Number)],
      ['grok', 2, expect.any(Number)],
    ])
    expect(measured.filter(([model]) => model === 'deepseek')).toHaveLength(2)
    expect(fake.calls.at(-1)).toBe('renderReport finished grok/offline=measured deepseek/offline=measured')
  })

  it('gives a stage that was never measured its next generation, like every other', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })
    fake.control.reopenRun = (order, identity) => {
      const record = newRecord(plan(identity.comparison, 'first', ['grok'], [1]))
      return Promise.resolve(decideReopening(record, order, identity))
    }

    await bench.withWorkers(fake, async () => {
      const handle = await bench.client().workflow.start('retryComparison', {
        taskQueue: controlQueue,
        workflowId: 'compare/o/r/never-begun',
        args: [{ runDirectory: '/nowhere' }],
      })
      await handle.result()
    })

    expect(fake.orders.map(({ pair, generation }) => [pair, generation])).toEqual([[1, 2]])
  })

  it('refuses a wrong input at once, with a message that names the field', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1] })

    const failure = await bench.withWorkers(fake, async () => {
      const handle = await bench.client().workflow.start('retryComparison', {
        taskQueue: controlQueue,
        workflowId: 'compare/o/r/wrong',
        args: [{ runDirectory: 'here' }],
      })
      return (handle.result() as Promise<unknown>).catch((error: unknown) => error)
    })

    expect(failure).toBeInstanceOf(WorkflowFailedError)
    expect(failure).toMatchObject({
      cause: { type: 'InvalidInput', message: 'the retry: runDirectory: an absolute path' },
    })
  })
})
