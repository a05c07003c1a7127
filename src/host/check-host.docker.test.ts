import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPlan } from '../../test/fixtures/record.js'
import { onlineStagePlan } from '../../test/fixtures/online-record.js'
import type { Plan } from '../comparison/plan.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { testHost } from './launch-host.fixture.js'
import { checkHost, HostRefused } from './check-host.js'

let test: TestEngine
let folder: string

beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prbench-check-host-'))
  await mkdir(join(folder, 'model'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const host = () => testHost(test.engine, { name: 'mi300x-01' })

/** A plan for images that are there, whose only model is there, with this data set. */
function planWith(dataset: string): Plan {
  const plan = demoPlan()
  const stage = onlineStagePlan('grok')
  const { recipe } = stage
  if (recipe.online === undefined) throw new Error('the fixture is an online stage')
  const image = { tag: test.baseTag }
  return {
    ...plan,
    request: { ...plan.request, skipBuild: true, mainImage: test.baseTag, prImage: test.baseTag },
    images: { main: { ...plan.images.main, ...image }, pr: { ...plan.images.pr, ...image } },
    stages: [
      {
        ...stage,
        recipe: {
          ...recipe,
          weights: { model: join(folder, 'model') },
          online: { ...recipe.online, dataset },
        },
      },
    ],
  }
}

describe('checkHost', () => {
  it('lets a plan pass whose data set is there', async () => {
    const dataset = join(folder, 'sharegpt.json')
    await writeFile(dataset, '[{"conversations": [{"from": "human", "value": "Hello"}]}]')

    await expect(checkHost(host(), planWith(dataset), folder)).resolves.toBeUndefined()
  })

  it.each([
    ['gone.json', /the data set \S+gone\.json \(online\.dataset of the recipe\) does not exist/],
    ['model', /the data set \S+model \(online\.dataset of the recipe\) is a folder/],
    ['other.json', /is not a file of conversations/],
  ])('refuses one whose data set is %s, before anything is started', async (name, sentence) => {
    await writeFile(join(folder, 'other.json'), '{"rows": []}')

    const checking = checkHost(host(), planWith(join(folder, name)), folder)

    await expect(checking).rejects.toThrow(HostRefused)
    await expect(checking).rejects.toThrow(sentence)
  })

  it('does not ask for it on a host that does not need it', async () => {
    const other = { ...host(), name: 'mi300x-02' }

    await expect(checkHost(other, planWith(join(folder, 'gone.json')), folder)).resolves.toBeUndefined()
  })
})
