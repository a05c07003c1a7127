import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostLabel, runLabel } from '../docker/container-identity.js'
import { removeContainer } from '../docker/containers.js'
import { openTestEngine, type TestEngine } from '../docker/test-engine.fixture.js'
import { testHost } from './launch-host.fixture.js'
import { refuseForeignBenchmark } from './foreign-benchmark.js'

let test: TestEngine
const hostName = `test-${randomUUID()}`
const container = `prbench-test-${randomUUID()}`

beforeAll(async () => {
  test = await openTestEngine()
  const labels = { ...test.label, [hostLabel]: hostName, [runLabel]: 'other-run' }
  const image = await test.engine.docker.getImage(test.baseTag).inspect()
  const made = await test.engine.docker.createContainer({
    name: container,
    Image: image.Id,
    Cmd: ['sleep', '60'],
    Labels: labels,
  })
  await made.start()
})
afterAll(async () => {
  await removeContainer(test.engine, container)
  expect(await test.close()).toEqual([])
})

const host = (name: string) => testHost(test.engine, { name })

describe('refuseForeignBenchmark', () => {
  it('names the container of another run on this host', async () => {
    await expect(refuseForeignBenchmark(host(hostName), 'this-run')).rejects.toThrow(
      `host ${hostName} is busy: container ${container} of test/`,
    )
  })

  it('minds neither its own containers nor those of another host', async () => {
    await refuseForeignBenchmark(host(hostName), 'other-run')
    await refuseForeignBenchmark(host('elsewhere'), 'this-run')
  })
})
