import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a case that runs out of memory', () => {
  it('is told as such in its cells, and costs no other case its numbers', async () => {
    await bench.startWorker()

    const { exitCode } = await bench.prbench(bench.compareArguments(7, 'memory'))

    expect(exitCode).toBe(4)
    const { record, read, find } = await bench.run()
    const launches = record.pairs.flatMap((pair) => pair.launches)
    expect(launches).toHaveLength(2)
    for (const { cases, processes } of launches) {
      expect(cases.map(({ reason }) => reason)).toEqual([null, null, { kind: 'out-of-memory' }])
      expect(cases.map(({ values }) => values !== null)).toEqual([true, true, false])
      expect(processes.map(({ ending }) => ending)).toEqual(['out-of-memory', 'complete'])
      expect(processes[1]?.cases).toEqual(processes[0]?.cases.slice(0, 2))
    }
    expect(await read('comparison_report.md')).toMatch(
      /^\| TP=1, BS=4,.*out of memory.*out of memory.*\| fails in both arms \|/m,
    )

    const files = await find('.csv', ['main/offline', 'pr/offline'])
    expect(files).toHaveLength(2)
    for (const file of files) {
      const [one, two, four] = (await read(file)).trimEnd().split('\n').slice(1)
      expect(one).toMatch(/^1,1,16,4,(?!.*NA)/)
      expect(two).toMatch(/^1,2,16,4,(?!.*NA)/)
      expect(four).toMatch(/^1,4,16,4,.*NA,NA,NA/)
    }
  })
})
