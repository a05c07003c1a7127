import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { containerLabels, type ContainerIdentity } from '../docker/container-identity.js'
import { inspectContainer } from '../docker/containers.js'
import { removeByLabels } from '../docker/remove-by-labels.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { testHost } from './launch-host.fixture.js'
import type { PairPlace } from '../comparison/activities.js'
import { removeOtherPairs } from './other-pairs.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})
afterEach(async () => {
  await removeByLabels(test.engine, test.label)
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})

const hostName = `test-${randomUUID()}`
const run = randomUUID()
const order = (change: Partial<PairPlace> = {}): PairPlace => ({
  comparison: Object.values(test.label)[0] ?? '',
  run,
  stage: { name: 'grok/offline' },
  generation: 2,
  pair: 3,
  attempt: 1,
  ...change,
})

const host = () => testHost(test.engine, { name: hostName })

/** A container of the order's pair that runs, but for what is changed. */
async function runs(change: Partial<ContainerIdentity> = {}): Promise<string> {
  const spec = test.spec(['sleep', '60'])
  const { comparison, generation, pair, attempt, stage } = order()
  const identity = test.identity({
    ...{ comparisonId: comparison, comparisonRunId: run, host: hostName, stage: stage.name },
    ...{ generation, pair, attempt },
    ...change,
  })
  const name = `prbench-test-${randomUUID()}`
  const container = await test.engine.docker.createContainer({
    name,
    Image: spec.imageId,
    Cmd: [...spec.command],
    Labels: containerLabels(identity, spec),
  })
  await container.start()
  return name
}

const isThere = async (name: string) => (await inspectContainer(test.engine, name)) !== undefined

describe('removeOtherPairs', () => {
  it.each([
    ['of another stage', { stage: 'deepseek/offline' }],
    ['of an earlier generation', { generation: 1 }],
    ['of another pair', { pair: 2 }],
  ])('removes a running container %s, and says which', async (_what, change) => {
    const left = await runs(change)
    const { stage, pair } = { stage: 'grok/offline', pair: 3, ...change }

    const removed = await removeOtherPairs(host(), order())

    expect(removed).toEqual([`container ${left} of ${stage}, pair ${pair}, attempt 1`])
    expect(await isThere(left)).toBe(false)
  })

  it('leaves alone what is of the pair itself, of another host, or of another run', async () => {
    const kept = [await runs(), await runs({ host: 'elsewhere' }), await runs({ comparisonRunId: 'other' })]

    const removed = await removeOtherPairs(host(), order())

    expect(removed).toEqual([])
    expect(await Promise.all(kept.map(isThere))).toEqual([true, true, true])
  })
})
