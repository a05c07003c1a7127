import { describe, expect, it } from 'vitest'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { listNetworks } from '../../src/docker/networks.js'
import { useBench } from './bench.js'

const bench = useBench()

/**
 * What a launch starts: its server, a warm-up, a client for each of two cases, two runs of the accuracy test.
 */
const startsALaunch = 6

describe('an online benchmark', () => {
  it('goes from a pull request to CSVs, accuracy and a report', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'served'))

    expect(exitCode).toBe(0)
    const { record, read, find } = await bench.run()
    const launches = record.pairs.flatMap((pair) => pair.launches)
    expect(launches).toHaveLength(2)
    for (const { cases, processes, accuracy } of launches) {
      expect(cases.map(({ case: name, reason }) => [name, reason])).toEqual([
        ['request rate 10', null],
        ['request rate 20', null],
      ])
      expect(processes).toMatchObject([
        { ending: 'complete', server: { resolved: { 'captured batch sizes': [1, 2, 4, 8] } } },
      ])
      expect(accuracy).toHaveLength(2)
      expect(accuracy?.every((run) => run.accuracy !== null && run.accuracy > 0.5)).toBe(true)
      expect(accuracy?.every(({ right }) => right?.includes('1') === true && right.length === 10)).toBe(true)
    }
    const started = recorder.starts().map(({ container }) => container)
    expect(started).toHaveLength(2 * startsALaunch)
    expect(new Set(started).size).toBe(started.length)
    // What measures the arms is main's for both; only the servers are each arm's own.
    const imageOf = Object.fromEntries(record.images.map(({ arm, id }) => [arm, id]))
    expect(imageOf.main).not.toBe(imageOf.pr)
    for (const { arm, process, image } of recorder.starts()) {
      expect([arm, process, image]).toEqual([
        arm,
        process,
        imageOf[process.startsWith('server-') ? arm : 'main'],
      ])
    }

    const report = await read('comparison_report.md')
    expect(report.indexOf('## Accuracy')).toBeGreaterThan(0)
    expect(report.indexOf('## Accuracy')).toBeLessThan(report.indexOf('### Served Online Benchmark'))
    expect(await read('samples.csv')).toContain('served,online,request rate 20,ttft_median,ms,lower')
    const files = await find('.csv', ['main/online', 'pr/online'])
    expect(files).toHaveLength(2)
    for (const file of files) expect(await read(file)).toMatch(/^request rate\t10\t20$/m)
    const log = await read('pr/served_online.log')
    expect(log.match(/^===== served\/online, .*=====$/gm)).toHaveLength(startsALaunch - 1)
    expect(await read('pr/served_online_server.log')).toContain('The server is fired up and ready to roll!')
  })

  it('is taken up where it was when its worker is killed', async () => {
    const recorder = await bench.recordStarts()
    const worker = await bench.startWorker()
    const client = bench.startPrbench(bench.compareArguments(7, 'served'))
    // The load generator of the second case waits for the next worker, so that this one adopts what runs.
    const release = await bench.hold((_, index) => index === 3)

    worker.signal('SIGKILL')
    await worker.ended
    await bench.startWorker()
    await bench.takenUpAgain(7, 'served/online')
    await release()
    const { exitCode } = await client.ended

    expect(exitCode).toBe(0)
    const started = recorder.starts().map((start) => start.container)
    expect(started).toHaveLength(2 * startsALaunch)
    expect(new Set(started).size).toBe(started.length)
    const { record, read } = await bench.run()
    const launches = record.pairs.flatMap((pair) => pair.launches)
    expect(launches.flatMap(({ cases }) => cases.map(({ values }) => values !== null))).toEqual(
      Array(4).fill(true),
    )
    expect(launches.map(({ processes }) => processes.map(({ ending }) => ending))).toEqual([
      ['complete'],
      ['complete'],
    ])
    for (const arm of ['main', 'pr']) {
      const log = await read(`${arm}/served_online.log`)
      expect(log.match(/Serving Benchmark Result/g)).toHaveLength(3)
      expect(log.match(/^Accuracy: /gm)).toHaveLength(2)
      const server = await read(`${arm}/served_online_server.log`)
      expect(server.match(/fired up and ready to roll/g)).toHaveLength(1)
    }
    expect(await listNetworks(bench.engine, { [comparisonLabel]: bench.comparison(7) })).toEqual([])
  })

  it('notices at once that a server exits instead of getting ready', async () => {
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'served-exit'))

    expect(exitCode).toBe(4)
    const { record, read } = await bench.run()
    for (const { cases, processes, startedAt, finishedAt } of record.pairs.flatMap((pair) => pair.launches)) {
      expect(cases.map(({ values }) => values)).toEqual([null, null])
      expect(cases[0]?.reason).toEqual({ kind: 'process-died', times: 2, begun: false, exitCode: 7 })
      expect(processes.map(({ ending, exitCode: code }) => [ending, code])).toEqual([
        ['died', 7],
        ['died', 7],
      ])
      expect(processes[0]?.logTail.join('\n')).toContain('no usable GPU was found')
      // Its deadline is ten minutes.
      expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeLessThan(300_000)
    }
    expect(await read('comparison_report.md')).toContain('its process died 2 times before its first case')
  })

  it('does not take requests that were refused for a success', async () => {
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'served-refusing'))

    expect(exitCode).toBe(4)
    const { record, read } = await bench.run()
    for (const { cases, accuracy } of record.pairs.flatMap((pair) => pair.launches)) {
      expect(cases.map(({ values }) => values)).toEqual([null, null])
      expect(cases[0]?.reason).toMatchObject({ kind: 'empty-answers' })
      expect(accuracy?.map((run) => run.accuracy)).toEqual([null, null])
    }
    const report = await read('comparison_report.md')
    expect(report).toContain('the server refused the requests')
    expect(report).toContain('missing: the evaluator printed no accuracy')
  })
})
