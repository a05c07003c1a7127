import { describe, expect, it } from 'vitest'
import { demoPlan, demoRecord } from '../../../test/fixtures/record.js'
import { judgeRun } from '../../results/judge-run.js'
import { samplesOf } from '../../results/samples.js'
import { calibrateHost } from './calibrate-host.js'
import { calibrationSchema } from './calibration.js'

const image = { tag: 'main-1f3c0d2', id: 'sha256:1' }

function calibrate(pairs: number) {
  const record = demoRecord({ plan: demoPlan({ looks: [pairs] }), pairs, decode: 1, prefill: 1 })
  return calibrateHost({ plan: record.plan, image, samples: samplesOf(record), judgement: judgeRun(record) })
}

describe('the calibration of a host', () => {
  it('is the noise of each stage and deciding metric, with what it comes from', () => {
    const calibration = calibrate(8)

    expect(calibrationSchema.parse(calibration)).toEqual(calibration)
    expect(calibration).toMatchObject({ image, mode: 'normal', commit: demoPlan().source.base.sha })
    expect(calibration?.stages.map(({ model, pairs, launches }) => [model, pairs, launches])).toEqual([
      ['grok', 8, 8],
      ['deepseek', 8, 8],
    ])
    // The fixture's launches vary by .6 %, single values by .4 % and more.
    for (const { variance, df, launch } of calibration?.stages.flatMap(({ metrics }) => metrics) ?? []) {
      expect(df).toBeGreaterThanOrEqual(7)
      expect(Math.sqrt(variance)).toBeGreaterThan(0.004)
      expect(Math.sqrt(variance)).toBeLessThan(0.025)
      expect(launch === null || launch < 0.02).toBe(true)
    }
    expect(calibration?.falseAlarms).toMatchObject({ reports: 128, singlePairs: 16 })
  })

  it('is none from a single pair', () => {
    const calibration = calibrate(1)

    expect(calibration).toBeUndefined()
  })
})
