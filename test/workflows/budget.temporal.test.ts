import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/comparison/outcome.js'
import { fakeActivities, pairResult, type FakeActivities } from './fake-activities.js'
import { pairsOf } from './gated-pairs.js'
import { startComparison } from './running-comparison.js'
import { useWorkflowBench } from './workflow-bench.js'

const bench = useWorkflowBench()

/**
 * Pairs that take so long. What else goes by counts too, so the budgets leave room for that on a slow
 * machine.
 */
function lasting(fake: FakeActivities, secondsOf: (model: string) => number): void {
  fake.host.runPair = async (order) => {
    fake.orders.push(order)
    await sleep(secondsOf(order.stage.model) * 1000)
    return pairResult(order)
  }
}

const compared = (fake: FakeActivities) =>
  bench.withWorkers(fake, async () => (await startComparison(bench.client())).result() as Promise<Outcome>)

describe('the budget of a comparison', () => {
  it('binds before the first look, too: it ends the stages that have not come so far, and says so', async () => {
    const fake = fakeActivities({ models: ['grok'], looks: [50], limits: { budgetSeconds: 10 } })
    // The first takes no time, the second all that the budget has.
    lasting(fake, () => (fake.orders.length === 1 ? 0 : 10))

    const outcome = await compared(fake)

    expect(fake.orders).toHaveLength(2)
    expect(outcome).toMatchObject({
      complete: false,
      lines: [expect.stringMatching(/^grok\/offline: stopped by the budget \(10s\) after \d+s of measuring/)],
    })
    expect(fake.problems.join()).toMatch(
      /^stopped by the budget \(10s\) after \d+s of measuring\. `prbench retry` measures what is missing/,
    )
  })

  it('names the stages that want more pairs where those no longer fit', async () => {
    const needs = { 'grok/offline': { pairsValid: 1, morePairs: 1 } }
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [1, 2],
      needs: () => needs,
      limits: { budgetSeconds: 20 },
    })
    lasting(fake, (model) => (model === 'grok' ? 11 : 0))

    const outcome = await compared(fake)

    expect(fake.orders).toHaveLength(2)
    expect(outcome.complete).toBe(true)
    expect(fake.problems.join()).toContain(': no further pair of grok/offline fits.')
  })

  it('goes on with an unsettled stage whose next pair fits, however long the settled ones took', async () => {
    const fake = fakeActivities({
      models: ['grok', 'deepseek'],
      looks: [1, 2],
      needs: (look) => (look === 0 ? { 'grok/offline': { pairsValid: 1, morePairs: 1 } } : {}),
      limits: { budgetSeconds: 20 },
    })
    lasting(fake, (model) => (model === 'grok' ? 0 : 11))

    const outcome = await compared(fake)

    expect(pairsOf(fake, 'grok')).toEqual(['1g1', '2g1'])
    expect(outcome.complete).toBe(true)
    expect(fake.problems).toEqual([])
  })
})
