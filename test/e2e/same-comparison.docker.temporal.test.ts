import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a pull request that is compared already', () => {
  it('is compared once, however often it is started at the same time', async () => {
    const starts = Array.from({ length: 20 }, () =>
      bench.startPrbench(bench.compareArguments(7, 'tiny', ['--detach'])),
    )
    await Promise.all(starts.map((start) => start.ended))
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'tiny'))

    const started = starts.map((start) => start.events()[0])
    expect(started.filter((event) => event?.event === 'started')).toHaveLength(20)
    expect(started.filter((event) => event?.attached === false)).toHaveLength(1)
    expect(new Set(started.map((event) => event?.run)).size).toBe(1)
    expect(exitCode).toBe(0)
    const { record } = await bench.run()
    expect(record.plan.run).toBe(started[0]?.run)
  })

  it('is not compared with other options, and what differs is said', async () => {
    await bench.prbench(bench.compareArguments(7, 'tiny', ['--detach']))

    const { exitCode, stderr } = await bench.prbench(
      bench.compareArguments(7, 'tiny', ['--pairs', '3', '--threshold', '8']),
    )

    expect(exitCode).toBe(2)
    expect(stderr).toContain(
      'is already running with other options: --pairs 1 (now 3), --threshold 5 % (now 8 %)',
    )
    await bench.client().workflow.getHandle(bench.comparison(7)).terminate()
  })
})
