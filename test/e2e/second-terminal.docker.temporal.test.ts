import { describe, expect, it } from 'vitest'
import { loadRecipe } from '../../src/recipes/load.js'
import { listOurs } from '../../src/docker/containers.js'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()
const twoPairs = ['--pairs', '2']

/** The same comparison as `compareArguments(7, 'slow', twoPairs)`, started without prbench. */
async function startByTemporal() {
  const input = {
    repository: bench.repository(),
    pullRequest: 7,
    models: ['slow'],
    recipes: [await loadRecipe(bench.recipeFile('slow'))],
    pairs: 2,
    outputFolder: bench.outputFolder(),
    hosts: [bench.host()],
  }
  return bench.temporal([
    ...['workflow', 'start', '--type', 'comparePullRequest', '--task-queue', 'prbench'],
    ...['--workflow-id', bench.comparison(7), '--input', JSON.stringify(input)],
  ])
}

describe('a comparison that was started by the temporal CLI', () => {
  it('is shown, followed, left alone by Ctrl-C, and cancelled from other terminals', async () => {
    const comparison = bench.comparison(7)
    const recorder = await bench.recordStarts()
    await bench.startWorker()
    await startByTemporal()
    const following = bench.startPrbench(['logs', '-f'])
    const attached = bench.startPrbench(bench.compareArguments(7, 'slow', twoPairs))
    await until('the first launch ran', () => recorder.starts().length > 0)
    await until('the client showed it', () => attached.events().some(({ event }) => event === 'status'))

    attached.signal('SIGINT')
    const detached = await attached.ended
    const watching = bench.startPrbench(['watch', '--json'])
    await bench.hold(({ pair }) => pair === '2')
    const status = await bench.prbench(['status'])
    const logs = await bench.prbench(['logs', '7', 'slow/offline'])
    const tail = await bench.prbench(['logs', '7', 'slow/offline', '--tail', '1'])
    const open = await bench.prbench(['list', '--json', '--output-dir', bench.outputFolder()])
    const cancel = await bench.prbench(['cancel'])

    expect(attached.events()[0]).toMatchObject({ event: 'started', comparison, attached: true })
    expect(detached.exitCode).toBe(130)
    expect(detached.stderr).toContain(`the comparison continues. Cancel it with prbench cancel ${comparison}`)
    expect(status.exitCode).toBe(0)
    expect(status.stdout).toContain(comparison)
    expect(status.stdout).toMatch(/slow\/offline .*1 of 2 pairs/)
    expect(logs.exitCode).toBe(0)
    expect(logs.stdout).toMatch(/^\[main slow\/offline\] Prefill\. latency:/m)
    expect(tail.stdout.split('\n').length).toBeLessThan(logs.stdout.split('\n').length / 2)
    const { runs } = JSON.parse(open.stdout) as { runs: { comparison: string; state: string }[] }
    expect(runs.filter((run) => run.comparison === comparison)).toMatchObject([{ state: 'running' }])
    expect(cancel.exitCode).toBe(0)
    expect((await watching.ended).exitCode).toBe(130)
    expect((await following.ended).exitCode).toBe(0)
    expect(following.stdout()).toContain('[comparison]')
    const list = await bench.prbench(['list', '--output-dir', bench.outputFolder()])
    const shown = await bench.prbench(['show', comparison])
    expect(list.stdout).toMatch(new RegExp(`cancelled +${comparison}`))
    expect(shown.stdout, shown.stderr).toMatch(
      /^compare\/.*\n[^]*^Cancelled$[^]*^Report: \/[^]*prbench retry /m,
    )
    const left = await listOurs(bench.engine, { [comparisonLabel]: comparison })
    expect(left).toEqual([])
    const { record, read } = await bench.run()
    expect(cancel.stdout).toContain(record.plan.runDirectory)
    expect(record).toMatchObject({ ending: 'cancelled', pairs: [{ pair: 1 }] })
    expect(await read('comparison_report.md')).toContain('The comparison was cancelled')
    expect(await read('samples.csv')).toContain('slow,offline,"TP=1, BS=1, IL=16, OL=4",e2e_throughput')
  })
})
