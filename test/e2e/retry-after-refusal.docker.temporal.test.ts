import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a retry after a run of the same comparison that was refused', () => {
  it('goes on with the results of the run before, and says so', async () => {
    await bench.startWorker()
    await bench.prbench(bench.compareArguments(7, 'tiny'))
    const { directory } = await bench.run()
    const mistyped = await bench.client().workflow.start('comparePullRequest', {
      workflowId: bench.comparison(7),
      taskQueue: 'prbench',
      args: [{ repository: bench.repository(), pullRequest: 7, models: ['mistyped'] }],
    })
    await expect(mistyped.result()).rejects.toThrow()

    const { exitCode, stdout, stderr } = await bench.prbench(['retry', bench.comparison(7), 'tiny/offline'])

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stdout).toContain(`Using those in ${directory}`)
    const { record } = await bench.run()
    expect(record.pairs.map(({ generation }) => generation)).toEqual([1, 2])
  })
})
