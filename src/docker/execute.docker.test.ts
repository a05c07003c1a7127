import { randomUUID } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerName } from './container-identity.js'
import { killContainer, removeContainer, signalContainer } from './containers.js'
import { ContainerMissing } from './errors.js'
import { executeInContainer } from './execute.js'
import { createInternalNetwork, listNetworks, removeNetwork } from './networks.js'
import { startContainer } from './start-container.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine
let container: string

beforeAll(async () => {
  test = await openTestEngine()
  const identity = test.identity()
  container = containerName(identity)
  await startContainer({ engine: test.engine, identity, spec: test.spec(['sleep', '60']) })
})

afterAll(async () => {
  await removeContainer(test.engine, container)
  expect(await test.close()).toEqual([])
})

const execute = (...command: string[]) =>
  executeInContainer({ engine: test.engine, container, command, deadlineMs: 60_000 })

describe('executeInContainer', () => {
  it('gives the exit code of a program that ended, also of a slow one', async () => {
    expect(await execute('sh', '-c', 'exit 100')).toBe(100)
    expect(await execute('sh', '-c', 'sleep 1; exit 0')).toBe(0)
  })

  it('stops waiting when it is told to', async () => {
    const waiting = executeInContainer({
      engine: test.engine,
      container,
      command: ['sleep', '30'],
      deadlineMs: 60_000,
      signal: AbortSignal.timeout(300),
    })

    await expect(waiting).rejects.toThrow('timeout')
  })

  it('gives a program up at its deadline', async () => {
    const command = ['sleep', '30']

    expect(
      await executeInContainer({ engine: test.engine, container, command, deadlineMs: 200 }),
    ).toBeUndefined()
  })

  it('says that there is no such container', async () => {
    const executing = executeInContainer({
      engine: test.engine,
      container: 'prbench-absent',
      deadlineMs: 60_000,
      command: ['ls'],
    })

    await expect(executing).rejects.toThrow(ContainerMissing)
  })

  it('has no exit code to give where the container does not run', async () => {
    const identity = test.identity()
    const stopped = containerName(identity)
    await startContainer({ engine: test.engine, identity, spec: test.spec(['sleep', '60']) })
    await killContainer(test.engine, stopped)

    const exitCode = await executeInContainer({
      engine: test.engine,
      container: stopped,
      deadlineMs: 60_000,
      command: ['ls'],
    })

    await removeContainer(test.engine, stopped)
    expect(exitCode).toBeUndefined()
  })
})

describe('signalContainer', () => {
  it('is harmless where nothing runs', async () => {
    await signalContainer(test.engine, 'prbench-absent', 'SIGINT')
  })
})

describe('an internal network', () => {
  it('is no way to the host', async () => {
    const network = `prbench-test-${randomUUID()}`
    await createInternalNetwork(test.engine, network, test.label)
    const identity = test.identity()
    await startContainer({ engine: test.engine, identity, spec: test.spec(['sleep', '60'], { network }) })

    const [ours] = await listNetworks(test.engine, test.label)
    const bridge = networkInterfaces()[`br-${ours?.id.slice(0, 12) ?? ''}`] ?? []

    await removeContainer(test.engine, containerName(identity))
    await removeNetwork(test.engine, network)
    expect(ours?.name).toBe(network)
    // A bridge with an address is the host, with all the services that it has open.
    expect(bridge.filter(({ family }) => family === 'IPv4')).toEqual([])
  })
})
