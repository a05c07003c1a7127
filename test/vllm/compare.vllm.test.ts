import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { useBench } from '../e2e/bench.js'
import { eventsIn } from '../e2e/program.js'
import { keepRun } from '../real/keep-run.js'

const bench = useBench()
const folder = inject('prepared')
const pairs = 2

/**
 * What the pull request sleeps for each token, how many of them an answer has, and how much more or less than
 * the sleep a busy machine may make of it.
 */
const sleepSeconds = 0.1
const outputTokens = 8
const least = 0.5
const most = 4

type Values = Readonly<Record<string, number>>

describe('a comparison of vLLM with a pull request that sleeps in the sampler', () => {
  it('measures every case of both types in both arms, and each pair shows the sleep', async () => {
    await bench.startWorker()

    const { exitCode, stdout, stderr } = await bench.prbench([
      'compare',
      ...['--repo', bench.repository(), '--pr', '1'],
      ...['--models', 'tiny-llama', '--recipe', join(folder, 'tiny', 'tiny-llama.yaml')],
      ...['--benchmark-types', 'offline,online', '--pairs', `${pairs}`],
      ...['--output-dir', bench.outputFolder(), '--host', bench.host(), '--json'],
    ])

    await keepRun(bench.outputFolder(), folder)
    expect(eventsIn(stdout).at(-1), stderr).toMatchObject({ event: 'ended', ending: 'finished', exitCode: 0 })
    expect(exitCode).toBe(0)
    const { record, read } = await bench.run()
    expect(record.endings.map(({ name, state }) => [name, state])).toEqual([
      ['tiny-llama/offline', 'measured'],
      ['tiny-llama/online', 'measured'],
    ])
    expect(record.pairs).toHaveLength(2 * pairs)
    for (const { pair, launches } of record.pairs) {
      for (const { cases, processes, voidReason } of launches) {
        expect(voidReason).toBeUndefined()
        expect(cases.map(({ reason }) => reason)).toEqual([null, null])
        expect(new Set(processes.map(({ ending }) => ending))).toEqual(new Set(['complete']))
      }
      const [main, pr] = ['main', 'pr'].map((arm) => launches.find((launch) => launch.arm === arm))
      for (const [index, { case: name, values }] of (main?.cases ?? []).entries()) {
        expectSleep(values ?? {}, pr?.cases[index]?.values ?? {}, `pair ${pair}, ${name}`)
      }
    }
    const report = await read('comparison_report.md')
    expect(report).toContain('### Tiny Llama Offline Benchmark')
    expect(report).toContain('### Tiny Llama Online Benchmark')
    expect(report).not.toContain('missing')
  })
})

/** The seconds that a metric's value stands for, and how many sleeps are in them. */
const readings: Readonly<Record<string, { seconds: (value: number) => number; sleeps: number }>> = {
  latency: { seconds: (seconds) => seconds, sleeps: outputTokens },
  ttft_median: { seconds: (milliseconds) => milliseconds / 1000, sleeps: 1 },
  itl_median: { seconds: (milliseconds) => milliseconds / 1000, sleeps: 1 },
  e2e_latency_median: { seconds: (milliseconds) => milliseconds / 1000, sleeps: outputTokens },
}

function expectSleep(main: Values, pr: Values, where: string): void {
  const measured = Object.entries(readings).filter(([metric]) => metric in main)
  expect(measured, where).not.toEqual([])
  for (const [metric, { seconds, sleeps }] of measured) {
    const added = seconds(pr[metric] ?? NaN) - seconds(main[metric] ?? NaN)
    expect(added, `${where}, ${metric}`).toBeGreaterThan(least * sleeps * sleepSeconds)
    expect(added, `${where}, ${metric}`).toBeLessThan(most * sleeps * sleepSeconds)
  }
}
