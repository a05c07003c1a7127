import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

describe('a run directory that is deleted while its comparison runs', () => {
  it('is made anew; what it held is measured again, and the log and the report say so', async () => {
    await bench.startWorker()
    const client = bench.startPrbench(bench.compareArguments(7, 'slow', ['--pairs', '2']))
    const { directory } = await until('a pair was recorded', async () => {
      const run = await bench.run()
      return run.record.pairs.length === 1 && run
    })

    await rm(directory, { recursive: true })
    const { exitCode } = await client.ended

    expect(exitCode).toBe(0)
    const { record, read, directory: again } = await bench.run()
    expect(again).toBe(directory)
    expect(record.pairs.filter(({ launches }) => launches.every(isSound))).toHaveLength(2)
    expect(await read('comparison.log')).toContain('was deleted while the comparison ran')
    expect(await read('comparison_report.md')).toContain('was deleted while the comparison ran')
  })
})

function isSound({ voidReason, cases }: { voidReason?: string; cases: readonly { values: unknown }[] }) {
  return voidReason === undefined && cases.every(({ values }) => values !== null)
}
