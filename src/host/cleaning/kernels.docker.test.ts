import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeContainer } from '../../docker/containers.js'
import type { Mount } from '../../docker/mounts.js'
import { openTestEngine, type TestEngine } from '../../docker/test-engine.fixture.js'
import { inspectImage } from '../../docker/images.js'
import { removeVolume, volumeCreatedAt } from '../../docker/volumes.js'
import { jitMounts, withoutStaleLocks } from '../jit-cache.js'
import { onlineStagePlan } from '../../../test/fixtures/online-record.js'
import { findFacts } from './find-facts.js'
import { performRemovals } from './perform-removals.js'
import { planRemovals } from './plan-removals.js'

const recipe = {
  ...onlineStagePlan('grok').recipe,
  jit: { folders: ['/kernels'], priming: true, primingDeadlineSeconds: 60 },
}

let test: TestEngine
beforeAll(async () => {
  test = await openTestEngine()
})
afterAll(async () => {
  expect(await test.close()).toEqual([])
})

/** Runs a container of the test's image to its end and removes it. Gives its lines. */
async function runWith(mounts: readonly Mount[], command: readonly string[]): Promise<string[]> {
  const { result, lines } = await test.run(command, { spec: { mounts } })
  await removeContainer(test.engine, result.name)
  return lines.map(({ text }) => text)
}

/** Removes the compiled kernels that cleaning removes. Gives the names of the volumes. */
async function removeKernels(): Promise<string[]> {
  const host = { engine: test.engine, stateFolder: '/nowhere' }
  const { removals } = planRemovals({ ...(await findFacts(host)), stateOf: () => 'unknown' })
  const kernels = removals.filter(({ kind }) => kind === 'compiled kernels')
  return (await performRemovals(host, kernels)).removed.map(({ id }) => id)
}

describe('the compiled kernels of an image', () => {
  it('stay from one container to the next', async () => {
    const image = (await inspectImage(test.engine, test.baseTag))?.id ?? ''
    const mounts = jitMounts(recipe, image)
    const name = mounts[0]?.name ?? ''

    await runWith(mounts, ['touch', '/kernels/module.so'])
    const printed = await runWith(mounts, withoutStaleLocks(['ls', '/kernels'], recipe))
    const removed = await removeKernels()
    const madeAt = await volumeCreatedAt(test.engine, name)
    await removeVolume(test.engine, name)

    expect(printed).toContain('module.so')
    expect(removed).not.toContain(name)
    expect(madeAt).toBeDefined()
    expect(await volumeCreatedAt(test.engine, name)).toBeUndefined()
  })

  it('go when their image is gone', async () => {
    const gone = `sha256:${'0123456789abcdef'.repeat(4)}`
    const mounts = jitMounts(recipe, gone)
    const name = mounts[0]?.name ?? ''
    const { result } = await test.run(['ls'], { spec: { mounts } })
    // Before the container goes: a worker that starts elsewhere on this Engine removes it then, too.
    const madeAt = await volumeCreatedAt(test.engine, name)
    await removeContainer(test.engine, result.name)

    await removeKernels()

    expect(madeAt).toBeDefined()
    expect(await volumeCreatedAt(test.engine, name)).toBeUndefined()
  })
})
