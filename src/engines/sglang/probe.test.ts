import { describe, expect, it } from 'vitest'
import { probedOf, sglangProbe } from './probe.js'

const modules = (...names: string[]) => ({
  output: names.map((name) => `prbench-module ${name}`).join('\n'),
  exitCode: 0,
})
const help = (output: string, exitCode = 0) => ({ output, exitCode })
const all = modules('sglang.bench_one_batch', 'sglang.bench_serving', 'sglang.test.few_shot_gsm8k')
const driver = { drivesServers: true }

describe('the probes of an image', () => {
  it('look for modules first, and then ask a load generator that drives servers for its help', () => {
    expect(sglangProbe([], driver)).toMatchObject({ name: 'probe' })
    expect(sglangProbe([all], driver)).toMatchObject({
      name: 'probe-serving',
      command: ['python3', '-m', 'sglang.bench_serving', '--help'],
    })
    expect(sglangProbe([all], { drivesServers: false })).toEqual({
      probed: { oneBatchModule: 'sglang.bench_one_batch' },
    })
  })

  it('say what the load generator takes', () => {
    const answers = [all, help('  --host HOST\n  --dataset-name {random-ids,sharegpt}')]

    expect(sglangProbe(answers, driver)).toEqual({
      probed: {
        oneBatchModule: 'sglang.bench_one_batch',
        serving: {
          module: 'sglang.bench_serving',
          flags: ['--dataset-name', '--host'],
          datasets: ['random-ids', 'sharegpt'],
        },
        gsm8kModule: 'sglang.test.few_shot_gsm8k',
      },
    })
  })

  it.each([
    ['there is none', [modules()], 'has no load generator'],
    ['it does not start', [all, help('no module named torch', 1)], 'does not start (exit code 1)\nno module'],
    ['it takes nothing', [all, help('usage')], 'does not start'],
  ])('say why it cannot be used where %s', (_, answers, problem) => {
    const found = sglangProbe(answers, driver)

    expect('probed' in found && probedOf(found).servingProblem).toContain(problem)
  })
})
