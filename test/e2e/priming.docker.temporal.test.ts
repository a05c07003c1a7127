import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { useKernelCaches } from './kernel-caches.js'

const bench = useBench()

const caches = useKernelCaches(bench)

describe('an image that is new on a host', () => {
  it('runs once, unmeasured, before its first pair, and not again in the next comparison', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const first = await bench.prbench(bench.compareArguments(7, 'primed'))
    const startsOfFirst = recorder.starts().length
    const { record, read } = await bench.run()
    const second = await bench.prbench(bench.compareArguments(7, 'primed'))

    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
    // Of each arm a process, a server and its warm-up come before; then a process, a server, its warm-up and
    // its load.
    expect(startsOfFirst).toBe(2 * 3 + 2 * 4)
    expect(recorder.starts().length - startsOfFirst).toBe(2 * 4)
    for (const { launches, primings } of record.pairs) {
      expect(primings).toMatchObject([
        { arm: 'main', problem: null },
        { arm: 'pr', problem: null },
      ])
      expect(launches.map(({ cases }) => cases.every(({ values }) => values !== null))).toEqual([true, true])
      for (const { started } of launches.flatMap(({ processes }) => processes)) {
        expect(started?.command).toContain('--attention-backend aiter')
        expect(started?.environment.SGLANG_USE_AITER).toBe('1')
      }
    }
    expect(await caches()).toHaveLength(2)
    expect(await read('main/primed_offline.log')).toMatch(/^===== .*unmeasured launch of the image of main/m)
    expect(await read('comparison.log')).toContain('before that, an unmeasured launch of pr in')
    expect(await read('comparison_report.md')).toContain("attention backend aiter (by the image's name)")
  })

  it('goes on with that launch where a killed worker left it', async () => {
    const recorder = await bench.recordStarts()
    const worker = await bench.startWorker()
    const args = bench.compareArguments(7, 'primed', ['--benchmark-types', 'offline'])
    const client = bench.startPrbench(args)
    const release = await bench.hold()

    worker.signal('SIGKILL')
    await worker.ended
    await bench.startWorker()
    await bench.takenUpAgain(7, 'primed/offline')
    await release()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(0)
    const started = recorder.starts().map((start) => start.container)
    expect(started).toHaveLength(4)
    expect(new Set(started).size).toBe(4)
    const { record } = await bench.run()
    expect(record.pairs[0]?.primings?.map(({ arm, problem }) => [arm, problem])).toEqual([
      ['main', null],
      ['pr', null],
    ])
  })

  it('leaves no container of it when the comparison is cancelled', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()
    const client = bench.startPrbench(bench.compareArguments(7, 'primed', ['--benchmark-types', 'offline']))
    await bench.hold()
    const [priming] = recorder.starts()

    await bench.client().workflow.getHandle(bench.comparison(7)).cancel()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(130)
    await expect(bench.engine.docker.getContainer(priming?.container ?? '').inspect()).rejects.toThrow(
      'No such container',
    )
  })
})
