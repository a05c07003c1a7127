import { readdir, rm } from 'node:fs/promises'
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

    await deleteWhileItIsWritten(directory)
    const { exitCode, stderr } = await client.ended

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    const { record, read, directory: again } = await bench.run()
    expect(again).toBe(directory)
    expect(record.pairs.filter(({ launches }) => launches.every(isSound))).toHaveLength(2)
    expect(await read('comparison.log')).toContain('was deleted during the comparison')
    expect(await read('comparison_report.md')).toContain('was deleted during the comparison')
  })
})

describe('a run directory that is deleted after the end', () => {
  it('is no place for a retry, which says so and names no file that is not there', async () => {
    await bench.startWorker()
    await bench.prbench(bench.compareArguments(7, 'tiny'))
    const { directory } = await bench.run()
    const newest = async () => (await bench.client().workflow.getHandle(bench.comparison(7)).describe()).runId
    const ended = await newest()

    const mistyped = await bench.prbench(['retry', bench.comparison(7), 'tiny/online'])
    const afterMistyped = await newest()
    await rm(directory, { recursive: true })
    const gone = await bench.prbench(['retry', bench.comparison(7), 'tiny/offline'])

    expect(mistyped).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('there is no stage "tiny/online"') as string,
    })
    expect(afterMistyped).toBe(ended)
    expect(gone.exitCode).toBe(2)
    expect(gone.stderr).toContain(`the run directory ${directory} is gone`)
    expect(`${gone.stdout}${gone.stderr}`).not.toMatch(
      /Report: |Run directory|"runDirectory":"[^"]+","exitCode"/,
    )
    expect(await readdir(bench.outputFolder())).toEqual([])
  })
})

/** As `rm -r` does on the next try, where a file came into a folder that it had emptied. */
function deleteWhileItIsWritten(directory: string) {
  return rm(directory, { recursive: true, maxRetries: 10 })
}

function isSound({ voidReason, cases }: { voidReason?: unknown; cases: readonly { values: unknown }[] }) {
  return voidReason === undefined && cases.every(({ values }) => values !== null)
}
