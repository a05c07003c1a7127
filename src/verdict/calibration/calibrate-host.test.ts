import { describe, expect, it } from 'vitest'
import { demoPlan } from '../../../test/fixtures/record.js'
import { judge } from '../judge.js'
import { makeSamples } from '../make-samples.fixture.js'
import { calibrateHost } from './calibrate-host.js'
import { calibrationSchema } from './calibration.js'

const image = { tag: 'main-1f3c0d2', id: 'sha256:1' }

function calibrate(pairs: number) {
  const samples = ['grok', 'deepseek'].flatMap((model) =>
    makeSamples({ model, pairs, launchSd: 0.006, withinSd: 0.004 }),
  )
  return calibrateHost({ plan: demoPlan(), image, samples, judgement: judge(samples) })
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
    // 2 (launch^2 + within^2 / 5) is .0088^2
    for (const { variance, df, launch } of calibration?.stages.flatMap(({ metrics }) => metrics) ?? []) {
      expect(df).toBeGreaterThanOrEqual(7)
      expect(Math.sqrt(variance)).toBeGreaterThan(0.004)
      expect(Math.sqrt(variance)).toBeLessThan(0.025)
      expect(launch).toBeLessThan(0.015)
    }
    expect(calibration?.falseAlarms).toMatchObject({ reports: 128, singlePairs: 16 })
  })

  it('is none from a single pair', () => {
    const calibration = calibrate(1)

    expect(calibration).toBeUndefined()
  })
})
