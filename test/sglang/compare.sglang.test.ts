import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { useBench } from '../e2e/bench.js'
import { eventsIn } from '../e2e/program.js'
import { keepRun } from '../real/keep-run.js'

const bench = useBench()
const folder = inject('prepared')
const pairs = 2

describe('a comparison of two releases of SGLang', () => {
  it('measures every case of both types in both arms, and reports', async () => {
    await bench.startWorker()

    const { exitCode, stdout, stderr } = await bench.prbench([
      'compare',
      ...['--repo', bench.repository(), '--pr', '1'],
      ...['--models', 'tiny-llama', '--recipe', join(folder, 'tiny', 'tiny-llama.yaml')],
      ...['--benchmark-types', 'offline,online', '--pairs', String(pairs)],
      ...['--output-dir', bench.outputFolder(), '--host', bench.host(), '--json'],
    ])

    await keepRun(bench.outputFolder(), folder)
    expect(eventsIn(stdout).at(-1), stderr).toMatchObject({ event: 'ended', ending: 'finished', exitCode: 0 })
    expect(exitCode).toBe(0)
    const { record, read, find } = await bench.run()

    expect(record.plan.source.mode).toBe('merge')
    expect(record.images.map(({ probed }) => probed.oneBatchModule)).toEqual(
      Array(2).fill('sglang.benchmark.one_batch'),
    )
    expect(record.endings.map(({ name, state }) => [name, state])).toEqual([
      ['tiny-llama/offline', 'measured'],
      ['tiny-llama/online', 'measured'],
    ])

    const launches = record.pairs.flatMap(({ stage, launches }) =>
      launches.map((each) => ({ stage, ...each })),
    )
    for (const stage of ['tiny-llama/offline', 'tiny-llama/online']) {
      for (const arm of ['main', 'pr']) {
        const own = launches.filter((launch) => launch.stage === stage && launch.arm === arm)
        expect(own).toHaveLength(pairs)
        for (const { cases, processes, voidReason } of own) {
          expect(voidReason).toBeUndefined()
          expect(cases.map(({ reason }) => reason)).toEqual([null, null])
          expect(processes.map(({ ending }) => ending)).toEqual(['complete'])
        }
      }
    }

    // What each release said that it runs with: the newer one has an argument more.
    const started = launches.flatMap(({ stage, arm, processes }) =>
      stage === 'tiny-llama/online' ? [{ arm, state: processes[0]?.server }] : [],
    )
    for (const { arm, state } of started) {
      expect(state).toMatchObject({
        resolved: {
          'tokens in the cache': 20000,
          'context length': 8192,
          'attention backend': 'torch_native',
        },
      })
      expect(state?.arguments).toMatchObject({ device: 'cpu', load_format: 'dummy', page_size: '1' })
      expect(state?.arguments?.prefill_kv_cache_dequant_dtype).toBe(arm === 'pr' ? 'auto' : undefined)
      expect(state?.argumentsCut).toBeUndefined()
    }

    // Each case begins with an empty cache, and no two of its prompts share a token.
    const prefills = await Promise.all(
      ['main', 'pr'].map(async (arm) => {
        const printed = await read(join(arm, 'tiny-llama_online_server.log'))
        return [...printed.matchAll(/#cached-token: (\d+)/g)].map(([, tokens]) => tokens)
      }),
    )
    for (const cached of prefills) {
      expect(cached.length).toBeGreaterThan(pairs * 2)
      expect(new Set(cached)).toEqual(new Set(['0']))
    }

    const report = await read('comparison_report.md')
    expect(report).toContain('### Tiny Llama Offline Benchmark')
    expect(report).toContain('### Tiny Llama Online Benchmark')
    expect(report).not.toContain('missing')
    const files = await find('.csv', ['main', 'pr'])
    expect(files).toHaveLength(6)
    for (const file of files) expect(await read(file)).not.toMatch(/\bNA\b/)
  })
})
