import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { eventsIn } from './program.js'

const bench = useBench()

describe('a whole comparison on a real Engine and a real server', () => {
  it('goes from a pull request to CSVs and a report', async () => {
    await bench.startWorker()

    const { exitCode, stdout } = await bench.prbench(bench.compareArguments(7, 'tiny', ['--pairs', '2']))

    expect(eventsIn(stdout).at(-1)).toMatchObject({ event: 'ended', ending: 'finished', exitCode: 0 })
    expect(exitCode).toBe(0)
    const { directory, record, read } = await bench.run()
    expect(record.plan.source.mode).toBe('merge')
    expect(record.pairs).toHaveLength(2)
    expect(await read('comparison_report.md')).toContain('### Tiny Offline Benchmark')
    expect(await read('samples.csv')).toContain('tiny,offline,"TP=1, BS=1, IL=16, OL=4",e2e_throughput')
    expect(await read('main/tiny_offline.log')).toContain('pair 1, launch')
    await access(join(directory, 'comparison_report.html'))
  })

  it('is started as well by the temporal CLI, with a worker running', async () => {
    await bench.startWorker()
    const input = {
      repository: bench.repository(),
      pullRequest: 7,
      models: ['demo'],
      benchmarkTypes: ['offline'],
      pairs: 1,
      outputFolder: bench.outputFolder(),
    }

    const { stdout } = await bench.temporal([
      ...['workflow', 'execute', '--type', 'comparePullRequest', '--task-queue', 'prbench'],
      ...['--workflow-id', bench.comparison('by-hand'), '--input', JSON.stringify(input)],
    ])

    expect(stdout).toContain('COMPLETED')
    const { read } = await bench.run()
    expect(await read('comparison_report.md')).toContain('single run: no significance test')
  })
})
