import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../../test/fixtures/record.js'
import { judge } from '../judge.js'
import { makeSamples } from '../make-samples.fixture.js'
import { calibrateHost } from './calibrate-host.js'
import { withExperience, type HostExperience } from './host-experience.js'

const plan = demoPlan()
const samples = ['grok', 'deepseek'].flatMap((model) => makeSamples({ model, pairs: 6 }))
const calibration = calibrateHost({
  plan,
  image: { tag: 'main-1f3c0d2', id: 'sha256:1' },
  samples,
  judgement: judge(samples),
})
const known = calibration === undefined ? [] : [calibration]

/** What is remembered of a host on which the first stage's launches took 100, 200, 300 s. */
function experience(host: string): HostExperience {
  const [stage] = plan.stages
  const work = stage?.work ?? ''
  return {
    calibrations: [{ schema: 1, host, calibrations: known }],
    durations: [{ host, stage: 'grok/offline', work, launchSeconds: [100, 300, 200] }],
  }
}

describe('a plan with experience', () => {
  it('carries the noise and the durations of its stages on their host', () => {
    const planned = withExperience(plan, experience('mi300x-01'))

    expect(planned.stages[0]).toMatchObject({ expectedLaunchSeconds: 200, launchesSeen: 3 })
    expect(planned.stages[1]).toEqual(plan.stages[1])
    expect(planned.calibration.map(({ model, metric }) => `${model} ${metric}`)).toEqual([
      'grok e2e_throughput',
      'grok prefill_latency',
      'grok decode_latency',
      'deepseek e2e_throughput',
      'deepseek prefill_latency',
      'deepseek decode_latency',
    ])
  })

  it('stays as it is where another host is known', () => {
    const planned = withExperience(plan, experience('mi300x-02'))

    expect(planned).toEqual(plan)
  })

  it('has no prior where it is itself a calibration', () => {
    const calibrating = { ...plan, request: { ...plan.request, calibrate: true } }

    const planned = withExperience(calibrating, experience('mi300x-01'))

    expect(planned.calibration).toEqual([])
  })

  it('does not take launches that did other work', () => {
    const { durations, calibrations } = experience('mi300x-01')
    const others = durations.map((duration) => ({ ...duration, work: `isolated: ${duration.work}` }))

    const planned = withExperience(plan, { durations: others, calibrations })

    expect(planned.stages).toEqual(plan.stages)
  })
})
