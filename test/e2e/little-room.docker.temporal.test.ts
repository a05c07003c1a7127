import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

describe('a host with less room than it is to have', () => {
  it('removes what it may, says so in its log, and waits for room', async () => {
    const worker = bench.startPrbench(
      ['worker', '--host', bench.host(), '--output-dir', bench.outputFolder()],
      { PRBENCH_MIN_FREE_GB: '9999999' },
    )
    await until('the worker was ready', () => worker.stderr().includes('is ready for'))
    const client = bench.startPrbench(bench.compareArguments(7, 'tiny'))

    const failure = await until('the build waited for room', async () => {
      const { images } = await bench.status(7)
      return images.find(({ arm }) => arm === 'main')?.lastError
    })
    worker.signal('SIGTERM')
    await worker.ended
    await bench.startWorker()
    const { exitCode } = await client.ended

    expect(failure).toMatch(
      /^host .* failed \(1 of at most 5 times\): disk full: an image of main needs .*, but only .* are free under /,
    )
    expect(worker.stderr()).toContain('removed what ended comparisons left')
    expect(exitCode).toBe(0)
  })
})
