import { describe, expect, it } from 'vitest'
import { comparisonLabel, stageLabel } from '../../src/docker/container-identity.js'
import { listOurs } from '../../src/docker/containers.js'
import { useBench } from './bench.js'
import { pauseContainer } from './pause-container.js'
import { until } from './waiting.js'

const bench = useBench()

describe('a stage whose workflow is terminated in the middle of a launch', () => {
  it('leaves no container beside the other stages, and the report says what ended it', async () => {
    const recorder = await bench.recordStarts()
    const startsOf = (stage: string) => recorder.starts().filter((start) => start.stage === stage).length
    const containersOf = (labels: Record<string, string>) =>
      listOurs(bench.engine, { [comparisonLabel]: bench.comparison(7), ...labels })
    await bench.startWorker()
    const more = ['--models', 'slow,tiny', '--recipe', bench.recipeFile('tiny'), '--pairs', '2']
    const client = bench.startPrbench(bench.compareArguments(7, 'slow', more))
    await until('the stage is measured', () => startsOf('slow/offline') > 0)
    const before = startsOf('tiny/offline')
    // It does not end by itself, however slow the machine is.
    const running = recorder.starts().find((start) => start.stage === 'slow/offline')
    await pauseContainer(bench.engine.docker.getContainer(running?.container ?? ''))

    await bench
      .client()
      .workflow.getHandle(`${bench.comparison(7)}/bench/slow/offline`)
      .terminate('by a test')
    await until('the other stage is measured', () => startsOf('tiny/offline') > before)
    const beside = await containersOf({ [stageLabel]: 'slow/offline' })
    const { exitCode } = await client.ended

    expect(beside).toEqual([])
    expect(exitCode).toBe(4)
    expect(await containersOf({})).toEqual([])
    const { record, read } = await bench.run()
    expect(record.endings).toEqual([
      { name: 'slow/offline', state: 'cancelled', reason: { kind: 'stopped-by-person', how: 'terminated' } },
      { name: 'tiny/offline', state: 'measured' },
    ])
    expect(await read('comparison_report.md')).toContain('terminated by a person')
  })
})
