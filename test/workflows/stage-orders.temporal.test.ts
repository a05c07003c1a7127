import { WorkflowUpdateFailedError } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { fakeActivities } from './fake-activities.js'
import { gate, pairsOf } from './gated-pairs.js'
import { startComparison, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

async function refusal(update: Promise<unknown>): Promise<string> {
  try {
    await update
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause) return error.cause.message
    throw error
  }
  throw new Error('it should have been refused')
}

describe('a person’s orders to a comparison', () => {
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
      expect(answer).toBe('grok/offline is being cancelled; the other stages continue.')
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

  it('logs each order, and who gave it where that is known', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [1] })
    gate(fake, () => true)

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 1)
      await handle.executeUpdate('pause', { args: ['ann@laptop'] })
      await handle.executeUpdate('skipStage', { args: ['deepseek/offline'] })
      await refusal(handle.executeUpdate('pause', { args: ['ann@laptop'] }))
      await handle.signal('cancelledBy', 'bob@laptop')
      await handle.cancel()
      await handle.result().catch(() => undefined)
    })

    expect(fake.logged).toEqual([
      'order pause from ann@laptop: Pausing after the current pair or build. Continue with `prbench resume`.',
      expect.stringMatching(/^order skip deepseek\/offline: deepseek\/offline is (being )?skipped/),
      'order cancel from bob@laptop',
    ])
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
      unknown: 'there is no stage "grok"; choose from grok/offline (running), deepseek/offline (running)',
      running: 'grok/offline is being measured. Wait until it ends, or cancel it first',
      resumed: 'it is not paused',
      twice: expect.stringMatching(
        /^grok\/offline (is already being cancelled|was cancelled already)\. /,
      ) as string,
      thrice: 'grok/offline was cancelled already. To measure it again, use prbench retry',
    })
  })

  it('takes no order while the comparison itself is being cancelled: it would be lost', async () => {
    const fake = fakeActivities({ models: ['grok', 'deepseek'], looks: [1] })
    const { hostControl } = fakeActivities({ models: ['grok'], looks: [1] })
    gate(fake, () => true)
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    let cleaning = 0
    fake.hostControl.cleanUp = async (scope) => {
      if (scope.stage === 'grok/offline') {
        cleaning += 1
        await released
      }
      return hostControl.cleanUp(scope)
    }

    const answer = await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 1)
      await handle.executeUpdate('skipStage', { args: ['deepseek/offline'] })
      await untilStatus(handle, ({ stages }) => stages[1]?.state === 'skipped')
      await handle.cancel()
      await untilStatus(handle, () => cleaning > 0)
      const refused = await refusal(handle.executeUpdate('retryStage', { args: ['deepseek/offline'] }))
      release()
      await handle.result().catch(() => undefined)
      return refused
    })

    expect(answer).toBe('the comparison is being cancelled; once it has ended, `prbench retry` continues it')
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
    expect(fake.notes.join()).toContain('grok/offline was measured again at a person')
  })
})
