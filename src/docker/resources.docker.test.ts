import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { comparisonLabel, containerName, runLabel } from './container-identity.js'
import { listOurs, removeContainer } from './containers.js'
import { readFileFromContainer } from './copy-out.js'
import { ContainerMissing, FileUnreadable, ImageMissing } from './errors.js'
import { findImageByLabels, inspectImage, pullImage, removeImage, requireImages, tagImage } from './images.js'
import { createInternalNetwork, listNetworks, removeNetwork } from './networks.js'
import { removeByLabels } from './remove-by-labels.js'
import { runContainer } from './run-container.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'
import { listVolumes } from './volumes.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

describe('readFileFromContainer', () => {
  let name: string

  beforeAll(async () => {
    const identity = test.identity()
    name = containerName(identity)
    const script =
      "mkdir /out; head -c 300000 /dev/zero | tr '\\0' x > '/out/a row.jsonl'; touch /out/empty; ln -s /etc/passwd /out/link"
    const { exitCode } = await runContainer({
      engine: test.engine,
      identity,
      spec: test.spec(['sh', '-c', script]),
      onLines: () => undefined,
    })
    expect(exitCode).toBe(0)
  })

  afterAll(async () => {
    await removeContainer(test.engine, name)
  })

  it('gives the content of a file, also of an empty one', async () => {
    const content = await readFileFromContainer(test.engine, name, '/out/a row.jsonl', { maxBytes: 300_000 })
    const empty = await readFileFromContainer(test.engine, name, '/out/empty', { maxBytes: 1 })

    expect(content.equals(Buffer.alloc(300_000, 'x'))).toBe(true)
    expect(empty).toHaveLength(0)
  })

  it('refuses a file that is too large', async () => {
    const reading = readFileFromContainer(test.engine, name, '/out/a row.jsonl', { maxBytes: 299_999 })

    await expect(reading).rejects.toThrow(FileUnreadable)
  })

  it.each([
    ['nothing', '/out/absent', /it does not exist/],
    ['a folder', '/out', /it is a directory/],
    ['a symbolic link', '/out/link', /it is a symlink/],
  ])('finds no file where there is %s', async (_what, path, message) => {
    const reading = readFileFromContainer(test.engine, name, path, { maxBytes: 1000 })

    await expect(reading).rejects.toThrow(FileUnreadable)
    await expect(reading).rejects.toThrow(message)
  })

  it('tells a container that is gone from a file that is not there', async () => {
    const reading = readFileFromContainer(test.engine, 'prbench-no-such', '/file', { maxBytes: 1 })

    await expect(reading).rejects.toThrow(ContainerMissing)
  })
})

describe('images', () => {
  it('are found by name, id and labels', async () => {
    const byName = await inspectImage(test.engine, test.baseTag)

    const byId = await inspectImage(test.engine, byName?.id ?? '')
    const byLabels = await findImageByLabels(test.engine, test.label)

    expect(byName).toMatchObject({ labels: test.label, tags: [test.baseTag] })
    expect(byId).toEqual(byName)
    expect(byLabels).toEqual(byName)
  })

  it('are not found when one label differs', async () => {
    expect(await findImageByLabels(test.engine, { ...test.label, [runLabel]: 'x' })).toBeUndefined()
  })

  it('that are missing are all named', async () => {
    const required = requireImages(test.engine, ['no-such:1', test.baseTag, 'nor-such:2'])

    await expect(required).rejects.toThrow(/Images no-such:1, nor-such:2: not on this host/)
  })

  it('take another name and lose it again', async () => {
    const name = `prbench-test/other:${randomUUID()}`

    await tagImage(test.engine, test.baseTag, name)

    expect((await requireImages(test.engine, [name]))[0]?.tags).toContain(name)
    await removeImage(test.engine, name)
    await removeImage(test.engine, name)
    expect(await inspectImage(test.engine, name)).toBeUndefined()
    expect(await inspectImage(test.engine, test.baseTag)).toBeDefined()
  })

  it('that cannot be pulled are missing, with the reason', async () => {
    // Port 1 of this machine: nobody listens there.
    const pulling = pullImage(test.engine, 'localhost:1/no/such:1', { deadlineMs: 20_000 })

    await expect(pulling).rejects.toThrow(ImageMissing)
    await expect(pulling).rejects.toThrow(/localhost:1\/no\/such:1: .*(refused|connect)/)
  })
})

describe('what carries our labels', () => {
  it('is removed by them, and nothing else is', async () => {
    const run = { ...test.label, [runLabel]: 'to be removed' }
    const others = { ...test.label, [runLabel]: 'to be kept' }
    const network = `prbench-test-${randomUUID()}`
    const volume = `prbench-test-${randomUUID()}`
    await createInternalNetwork(test.engine, network, run)
    const kept = await createInternalNetwork(test.engine, `${network}-kept`, others)
    const identity = test.identity({ comparisonRunId: 'to be removed' })
    await runContainer({
      engine: test.engine,
      identity,
      spec: test.spec(['sh', '-c', 'ls /sys/class/net; echo x > /cache/file'], {
        network,
        mounts: [{ kind: 'volume', name: volume, target: '/cache', labels: run }],
      }),
      onLines: () => undefined,
    })

    const removed = await removeByLabels(test.engine, run)

    expect(removed).toEqual([containerName(identity), network, volume])
    expect(await listOurs(test.engine, test.label)).toEqual([])
    expect(await listVolumes(test.engine, test.label)).toEqual([])
    expect(await listNetworks(test.engine, test.label)).toMatchObject([{ id: kept, name: `${network}-kept` }])
    await removeNetwork(test.engine, kept)
    await removeNetwork(test.engine, kept)
    expect(await listNetworks(test.engine, test.label)).toEqual([])
  })

  it('is listed while it runs', async () => {
    const identity = test.identity()
    const cancel = new AbortController()
    const running = runContainer({
      engine: test.engine,
      identity,
      spec: test.spec(['sleep', '20']),
      signal: cancel.signal,
      onLines: () => undefined,
      onState: (state) => {
        if (state === 'started') cancel.abort(new Error('detached'))
      },
    })
    await expect(running).rejects.toThrow('detached')

    const [ours] = await listOurs(test.engine, { [comparisonLabel]: identity.comparisonId })

    expect(ours).toMatchObject({ name: containerName(identity), state: 'running' })
    expect(ours?.labels['prbench.pair']).toBe(String(identity.pair))
    await removeContainer(test.engine, containerName(identity))
  })

  it('has a network without a way out, made once', async () => {
    const name = `prbench-test-${randomUUID()}`
    const id = await createInternalNetwork(test.engine, name, test.label)

    const again = await createInternalNetwork(test.engine, name, test.label)

    expect(again).toBe(id)
    expect(await test.engine.docker.getNetwork(id).inspect()).toMatchObject({
      Internal: true,
      Labels: test.label,
    })
    await removeNetwork(test.engine, id)
  })
})
