import { describe, expect, it } from 'vitest'
import { useBench } from './bench.js'

const bench = useBench()

describe('a comparison under a person’s hand', () => {
  it('is paused, resumed, loses a stage, and gets it back after its end with prbench retry', async () => {
    await bench.recordStarts()
    await bench.startWorker()
    const idle = await bench.prbench(['status'])
    // Of two pairs each, the other stage has one left, whichever of them begins.
    const more = ['--models', 'slow,tiny', '--recipe', bench.recipeFile('tiny'), '--pairs', '2', '--detach']
    const started = await bench.prbench(bench.compareArguments(7, 'slow', more))
    await bench.hold(({ stage }) => stage === 'slow/offline')

    const paused = await bench.prbench(['pause'])
    const twice = await bench.prbench(['pause', '7'])
    const shown = await bench.prbench(['status'])
    const unknown = await bench.prbench(['skip', '7', 'slow/online'])
    const nameless = await bench.prbench(['skip'])
    const cancelled = await bench.prbench(['cancel', 'slow/offline'])
    const resumed = await bench.prbench(['resume'])
    await bench.client().workflow.getHandle(bench.comparison(7)).result()
    const { record: first } = await bench.run()
    const retried = await bench.prbench(['retry', bench.comparison(7), '--json'])
    const nothing = await bench.prbench(['retry', bench.comparison(7)])
    const mistyped = await bench.prbench(['retry', bench.comparison(7), 'slow/online'])

    expect(idle).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^No comparison is open\./) as string,
    })
    expect(started.exitCode).toBe(0)
    expect(paused).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Pausing after the current pair or build') as string,
    })
    expect(twice).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('it is already paused') as string,
    })
    expect(shown.stdout).toContain('paused (continue with prbench resume)')
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/there is no stage "slow\/online"; choose from slow\/offline/) as string,
    })
    expect(nameless).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('name a stage: ') as string,
    })
    expect(cancelled).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('the other stages continue') as string,
    })
    expect(resumed).toMatchObject({ exitCode: 0, stdout: 'Resumed.\n' })
    expect(first.endings).toMatchObject([{ name: 'slow/offline', state: 'cancelled' }, { state: 'measured' }])
    expect(retried.exitCode).toBe(0)
    const { record, read } = await bench.run()
    expect(record.endings.map(({ state }) => state)).toEqual(['measured', 'measured'])
    expect(record.pairs.filter(({ stage }) => stage === 'tiny/offline')).toEqual(
      first.pairs.filter(({ stage }) => stage === 'tiny/offline'),
    )
    expect(record.plan.run).not.toBe(first.plan.run)
    const log = await read('comparison.log')
    for (const order of ['pause', 'cancel slow/offline', 'resume', 'retry'])
      expect(log).toMatch(new RegExp(`^\\S+ order ${order} from \\S+@\\S+: `, 'm'))
    expect(nothing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is missing') as string })
    // A retry that was refused does not keep the next one from finding the results.
    expect(mistyped).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /there is no stage "slow\/online" in .*; choose from slow\/offline/,
      ) as string,
    })
  })
})
