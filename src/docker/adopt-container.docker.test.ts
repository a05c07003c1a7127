import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerLabels, containerName } from './container-identity.js'
import { containerOptions } from './container-spec.js'
import { inspectContainer } from './containers.js'
import { ContainerConflict } from './errors.js'
import { openTestEngine, type TestEngine } from './test-engine.fixture.js'

let test: TestEngine

beforeAll(async () => {
  test = await openTestEngine()
})

afterAll(async () => {
  expect(await test.close()).toEqual([])
})

describe('a container that was started before', () => {
  const printAndWait = ['sh', '-c', 'echo $$ one; sleep 2; echo two; exit 3']

  it('is left running when the signal is aborted, and adopted with all its lines', async () => {
    const identity = test.identity()
    const reason = new Error('the worker is told to stop')
    const cancel = new AbortController()
    const first = test.run(printAndWait, {
      identity,
      signal: cancel.signal,
      onLine: () => {
        cancel.abort(reason)
      },
    })
    await expect(first).rejects.toBe(reason)
    const left = await inspectContainer(test.engine, containerName(identity))

    const { result, lines } = await test.run(printAndWait, { identity })

    expect(left?.State.Status).toBe('running')
    expect(result).toMatchObject({ adopted: 'running', exitCode: 3, containerId: left?.Id })
    expect(lines.map(({ text }) => text.replace(/^\d+ /, ''))).toEqual(['one', 'two'])
  })

  it('is harvested once it has ended, and never run again', async () => {
    const identity = test.identity()
    const first = await test.run(['sh', '-c', 'echo $$; cat /proc/uptime; exit 5'], { identity })

    const second = await test.run(['sh', '-c', 'echo $$; cat /proc/uptime; exit 5'], { identity })

    expect(second.lines).toEqual(first.lines)
    expect(second.result).toEqual({ ...first.result, adopted: 'exited' })
  })

  it('is started when it was only created', async () => {
    const identity = test.identity()
    const spec = test.spec(['sh', '-c', 'echo run'])
    await test.engine.docker.createContainer(
      containerOptions(
        containerName(identity),
        { ...spec, openFiles: 1024 },
        containerLabels(identity, spec),
      ),
    )

    const { result, lines } = await test.run(spec.command, { identity })

    expect(result.adopted).toBe('created')
    expect(lines.map(({ text }) => text)).toEqual(['run'])
  })

  it('is started once, however many ask for it at once', async () => {
    const identity = test.identity()
    const command = ['sh', '-c', 'cat /proc/sys/kernel/random/uuid']

    const runs = await Promise.all(Array.from({ length: 5 }, () => test.run(command, { identity })))

    expect(new Set(runs.map(({ result }) => result.startedAt.getTime())).size).toBe(1)
    expect(new Set(runs.map(({ lines }) => JSON.stringify(lines))).size).toBe(1)
    expect(runs[0]?.lines).toHaveLength(1)
    expect(runs.filter(({ result }) => result.adopted === 'created')).toHaveLength(1)
  })

  it('is not taken for one with another command', async () => {
    const identity = test.identity()
    await test.run(['sh', '-c', 'echo one'], { identity })

    const other = test.run(['sh', '-c', 'echo two'], { identity })

    await expect(other).rejects.toThrow(ContainerConflict)
    await expect(other).rejects.toThrow(/prbench\.command is/)
  })

  it('goes on when the consumer of its lines fails', async () => {
    const identity = test.identity()
    const failing = test.run(printAndWait, {
      identity,
      onLine: () => {
        throw new Error('the disk of the reader is full')
      },
    })
    await expect(failing).rejects.toThrow('the disk of the reader is full')

    const { result } = await test.run(printAndWait, { identity })

    expect(result).toMatchObject({ adopted: 'running', exitCode: 3 })
  })
})
