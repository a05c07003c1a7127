import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()
const [first, second, third] = [1, 2, 4].map((size) => `TP=1, BS=${size}, IL=16, OL=4`)

describe('a process that crashes in the middle of its cases', () => {
  it('loses no finished case, and a case in which it died twice is given up', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'crash'))

    expect(exitCode).toBe(4)
    const { record, read } = await bench.run()
    const launches = record.pairs.flatMap((pair) => pair.launches)
    expect(launches).toHaveLength(2)
    for (const { cases, processes } of launches) {
      expect(processes).toMatchObject([
        { process: 0, cases: [first, second, third], ending: 'died', exitCode: 139, culprit: second },
        { process: 1, cases: [second, third], ending: 'died', exitCode: 139, culprit: second },
        { process: 2, cases: [third], ending: 'complete', exitCode: 0, culprit: null },
      ])
      expect(cases.map(({ values }) => values !== null)).toEqual([true, false, true])
      expect(cases[1]?.reason).toEqual({ kind: 'process-died', times: 2, begun: true, exitCode: 139 })
    }
    expect(recorder.starts()).toHaveLength(6)
    expect(await read('comparison_report.md')).toContain('its process died 2 times in this case')
  })
})
