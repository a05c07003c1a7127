import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { useKernelCaches } from './kernel-caches.js'

const bench = useBench()
const caches = useKernelCaches(bench)

describe('an engine that compiles a kernel inside its measured part', () => {
  it('voids the pair, which is measured again with the kernel in the cache', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'compiling'))

    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    const compiled = 'kernels were built inside the measured part (module_demo)'
    const voids = record.pairs.map(({ pair, launches }) => [
      pair,
      ...launches.map((launch) => launch.voidReason),
    ])
    expect(voids).toEqual([
      [1, compiled, compiled],
      [1, undefined, undefined],
    ])
    expect(recorder.starts()).toHaveLength(4)
    expect(await caches()).toHaveLength(2)
    const samples = (await read('samples.csv')).split('\n')
    expect(samples.filter((line) => line.includes(compiled))).not.toHaveLength(0)
    expect(await read('main/compiling_offline.log')).toContain('start build [module_demo]')
    expect(await read('comparison_report.md')).toContain(
      'not counted: kernels were built inside the measured part',
    )
    expect(await read('comparison.log')).toContain(`void: ${compiled}`)
  })
})
