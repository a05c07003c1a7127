import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { useKernelCaches } from './kernel-caches.js'

const bench = useBench()
const caches = useKernelCaches(bench)

const disturbance = { kind: 'kernels-built', module: 'module_demo' }

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
      [1, disturbance, disturbance],
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

  it('voids the pair of an online stage as well, whose servers were busy and printed a key', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'served-compiling'))

    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    expect(record.pairs.map(({ launches }) => launches.map(({ voidReason }) => voidReason))).toEqual([
      [disturbance, disturbance],
      [undefined, undefined],
    ])
    const cases = record.pairs.flatMap(({ launches }) => launches.flatMap((launch) => launch.cases))
    expect(cases.map(({ values }) => values !== null)).toEqual([true, true, true, true])
    // A server and a client a launch: nothing was given up and begun again.
    expect(recorder.starts()).toHaveLength(8)
    for (const arm of ['main', 'pr']) {
      const log = await read(`${arm}/served-compiling_online_server.log`)
      const answers = [...log.matchAll(/"\w+ \/flush_cache HTTP\/1\.1" (\d+)/g)].map(([, status]) => status)
      expect(answers).toEqual(['400', '400', '200', '400', '400', '200'])
      expect(log).toContain("ssl_keyfile_password='***'")
      expect(log).toContain('--ssl-keyfile-password ***')
      expect(log).not.toContain('canary-of-the-tests')
    }
  })
})
