import { describe, expect, it } from 'vitest'
import { comparisonLabel } from '../../src/docker/container-identity.js'
import { listOurs } from '../../src/docker/containers.js'
import { useBench } from './bench.js'
import { until } from './waiting.js'

const bench = useBench()

describe('an activity that a person pauses in the middle of a pair', () => {
  it('stops its container, voids the pair, and measures it anew when it is unpaused', async () => {
    const recorder = await bench.recordStarts()
    await bench.startWorker()
    const stage = `${bench.comparison(7)}/bench/slow/offline`
    const order = async (name: 'pause' | 'unpause') => {
      const { raw } = await bench.client().workflow.getHandle(stage).describe()
      const activity = raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'runPair')
      return bench.temporal([
        ...['activity', name, '--workflow-id', stage, '--activity-id', activity?.activityId ?? ''],
      ])
    }
    const compare = bench.startPrbench(bench.compareArguments(7, 'slow'))
    await until('the first launch ran', () =>
      recorder.starts().some((start) => start.stage === 'slow/offline'),
    )

    const paused = await order('pause')
    const ours = () => listOurs(bench.engine, { [comparisonLabel]: bench.comparison(7) })
    await until('its container was gone', async () => (await ours()).length === 0)
    const status = await bench.prbench(['status'])
    const unpaused = await order('unpause')
    const { exitCode } = await compare.ended

    expect([paused.exitCode, unpaused.exitCode, exitCode]).toEqual([0, 0, 0])
    expect(status.stdout).toContain('runPair is paused. Unpause it')
    const { record, read } = await bench.run()
    const [cut, anew, ...others] = record.pairs
    expect(others).toEqual([])
    expect(cut).toMatchObject({ pair: 1, attempt: 1, paused: true })
    expect(cut?.launches.map(({ voidReason }) => voidReason)).toEqual([
      { kind: 'pair-paused' },
      { kind: 'pair-paused' },
    ])
    expect(anew).toMatchObject({ pair: 1, attempt: 2 })
    expect(anew?.launches.every(({ cases }) => cases.every(({ values }) => values !== null))).toBe(true)
    const samples = (await read('samples.csv')).split('\n')
    const ofAttempt = (attempt: number) => samples.filter((row) => row.includes(`,1,${attempt},`))
    expect(ofAttempt(1).length).toBeGreaterThan(0)
    expect(ofAttempt(1).every((row) => row.includes(',false,') && row.includes('was paused'))).toBe(true)
    expect(ofAttempt(2).every((row) => row.includes(',true,'))).toBe(true)
    expect(await read('comparison_report.md')).toContain('not counted: the pair was paused')
  })
})
