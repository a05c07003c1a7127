import { afterEach, describe, expect, it } from 'vitest'
import { removeVolume, volumesWithLabel } from '../../src/docker/volumes.js'
import { useBench } from './bench.js'
import { imagesOf } from './leftovers.js'
import { repositoryKey } from './repository-key.js'
import { until } from './waiting.js'

const bench = useBench()

const cachesOfTests = async () => {
  const images = new Set(
    (await imagesOf(bench.engine, repositoryKey(bench.repository()))).map(({ id }) => id),
  )
  return (await volumesWithLabel(bench.engine, 'prbench.jit-cache')).filter(({ value }) => images.has(value))
}

/** The kernels outlive their comparison on purpose, and the tests' images outlive a test. */
afterEach(async () => {
  for (const { name } of await cachesOfTests()) await removeVolume(bench.engine, name)
})

describe('an image that is new on a host', () => {
  it('runs once, unmeasured, before its first pair, and not again in the next comparison', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const first = await bench.prbench(bench.compareArguments(7, 'primed'))
    const startsOfFirst = recorder.starts().length
    const { record, read } = await bench.run()
    const second = await bench.prbench(bench.compareArguments(7, 'primed'))

    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
    // Of each arm a process, a server and its warm-up come before; then a process, a server, its warm-up and its load.
    expect(startsOfFirst).toBe(2 * 3 + 2 * 4)
    expect(recorder.starts().length - startsOfFirst).toBe(2 * 4)
    for (const { launches, primings } of record.pairs) {
      expect(primings).toMatchObject([
        { arm: 'main', problem: '' },
        { arm: 'pr', problem: '' },
      ])
      expect(launches.map(({ cases }) => cases.every(({ values }) => values !== null))).toEqual([true, true])
      for (const { started } of launches.flatMap(({ processes }) => processes)) {
        expect(started?.command).toContain('--attention-backend aiter')
        expect(started?.environment.SGLANG_USE_AITER).toBe('1')
      }
    }
    expect(await cachesOfTests()).toHaveLength(2)
    expect(await read('main/primed_offline.log')).toMatch(/^===== .*unmeasured launch of the image of main/m)
    expect(await read('comparison.log')).toContain('before, an unmeasured launch of pr in')
    expect(await read('comparison_report.md')).toContain("attention aiter (by the image's name)")
  })

  it('goes on with that launch where a killed worker left it', async () => {
    const recorder = await bench.recordStarts()
    const worker = await bench.startWorker()
    const args = bench.compareArguments(7, 'primed', ['--benchmark-types', 'offline'])
    const client = bench.startPrbench(args)
    const priming = await until('the unmeasured launch was started', () => recorder.starts()[0]?.container)
    const container = bench.engine.docker.getContainer(priming)
    await container.pause()

    worker.signal('SIGKILL')
    await worker.ended
    await bench.startWorker()
    await until('the pair was taken up again', async () => {
      const stage = bench.client().workflow.getHandle(`${bench.comparison(7)}/bench/primed/offline`)
      const [activity] = (await stage.describe()).raw.pendingActivities ?? []
      return Number(activity?.attempt) > 1 && Number(activity?.state) === activityStarted
    })
    await container.unpause()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(0)
    const started = recorder.starts().map((start) => start.container)
    expect(started).toHaveLength(4)
    expect(new Set(started).size).toBe(4)
    const { record } = await bench.run()
    expect(record.pairs[0]?.primings?.map(({ arm, problem }) => [arm, problem])).toEqual([
      ['main', ''],
      ['pr', ''],
    ])
  })

  it('leaves no container of it when the comparison is cancelled', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()
    const client = bench.startPrbench(bench.compareArguments(7, 'primed', ['--benchmark-types', 'offline']))
    const priming = await until('the unmeasured launch was started', () => recorder.starts()[0]?.container)
    await bench.engine.docker.getContainer(priming).pause()

    await bench.client().workflow.getHandle(bench.comparison(7)).cancel()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(130)
    await expect(bench.engine.docker.getContainer(priming).inspect()).rejects.toThrow('No such container')
  })
})

/** temporal.api.enums.v1.PendingActivityState */
const activityStarted = 2
