import { ApplicationFailure } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import type { Plan } from '../../src/comparison/plan.js'
import { fakeActivities } from './fake-activities.js'
import { gate } from './gated-pairs.js'
import { failureOf, startComparison, untilStatus } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

function published(plan: Plan): Plan {
  const publication = { comment: 'always', name: 'prbench', failOn: 'incomplete' } as const
  return { ...plan, request: { ...plan.request, publication } }
}

describe('a comparison that is published', () => {
  it('is told of while it runs, and once at its end, after its report', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1], change: published })

    await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    const told = fake.calls.filter((call) => call.startsWith('publish'))
    expect(told.length).toBeGreaterThan(1)
    expect(told.filter((call) => call.endsWith('finished'))).toHaveLength(1)
    expect(fake.calls.at(-1)).toMatch(/^publish \d+ finished$/)
  })

  it('tells its chats once at its end, also where it is published nowhere else', async () => {
    const slack = { kind: 'slack', variable: 'SLACK_URL', when: 'always' } as const
    const change = (plan: Plan): Plan => ({ ...plan, request: { ...plan.request, notify: [slack] } })
    const fake = fakeActivities({ models: ['grok'], looks: [1], change })

    await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(fake.calls.filter((call) => /^(notify|publish)/.test(call))).toEqual(['notify slack finished'])
  })

  it('ends with what it found where the forge refuses all, and says so', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1], change: published })
    fake.control.publish = () => Promise.reject(ApplicationFailure.nonRetryable('no answer', 'InvalidInput'))

    const outcome = await bench.withWorkers(
      fake,
      async () => (await startComparison(bench.client())).result() as Promise<Outcome>,
    )

    expect(outcome).toMatchObject({ ending: 'finished', verdict: 'no-change' })
    expect(outcome.lines.at(-1)).toContain('no answer')
  })

  it('is told of as cancelled where it is cancelled, and nothing is told after that', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [1], change: published })
    gate(fake, () => true)

    await bench.withWorkers(fake, async () => {
      const handle = await startComparison(bench.client())
      await untilStatus(handle, ({ stages }) => stages[0]?.pair === 1 && stages[0].waitsFor === undefined)
      await handle.cancel()
      await failureOf(handle.result())
    })

    expect(fake.calls.at(-1)).toMatch(/^publish \d+ cancelled$/)
  })
})
