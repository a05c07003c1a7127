import { describe, expect, it } from 'vitest'
import { useCalibration, type CalibrationPrior } from './calibration.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const prior: CalibrationPrior = {
  model: 'grok',
  benchmarkType: 'offline',
  metric: 'e2e_throughput',
  variance: 0.0001,
  df: 9,
  agreesOverDays: false,
}

describe('a calibration', () => {
  it('is worth three degrees of freedom, and more only when days agree', () => {
    const oneDay = useCalibration({ variance: 0.0001, df: 4 }, prior, 1)
    const manyDays = useCalibration({ variance: 0.0001, df: 4 }, { ...prior, agreesOverDays: true }, 1)

    expect(oneDay).toMatchObject({ stale: false, prior: { variance: 0.0001, df: 3 } })
    expect(manyDays).toMatchObject({ stale: false, prior: { variance: 0.0001, df: 9 } })
  })

  it('raises the spread of a few pairs that agree by luck, and never lowers what they show', () => {
    const quiet = useCalibration({ variance: 0.00002, df: 4 }, prior, 1)
    const loud = useCalibration({ variance: 0.0002, df: 4 }, prior, 1)

    expect(quiet.prior).toEqual({ variance: 0.0001, df: 3 })
    expect(loud).toMatchObject({ stale: false, prior: { variance: 0.0002, df: 3 } })
  })

  it('is stale where the host is louder than it says, and then not used', () => {
    const used = useCalibration({ variance: 0.0009, df: 4 }, prior, 1)

    // R 4.2.2: pf(9, 4, 9, lower.tail = FALSE) = 0.00330
    expect(used.p).toBeCloseTo(0.0033, 4)
    expect(used).toMatchObject({ stale: true, prior: undefined })
  })

  it('is one of several that are tested: what chance finds among twelve is none', () => {
    const observed = { variance: 0.0006, df: 4 }

    const [alone, amongMany] = [1, 12].map((tests) => useCalibration(observed, prior, tests))

    expect(alone?.p).toBeCloseTo(0.0123, 4)
    expect([alone?.stale, amongMany?.stale]).toEqual([true, false])
  })

  it('that is no variance is not used', () => {
    const used = useCalibration({ variance: 0.0009, df: 4 }, { ...prior, variance: 0 }, 1)

    expect(used).toMatchObject({ stale: true, prior: undefined })
  })
})

describe('judging with a calibration', () => {
  const samples = makeSamples({ pairs: 3, launchSd: 0.008, withinSd: 0.005 })
  const metrics = ['e2e_throughput', 'prefill_latency', 'decode_latency']
  const of = (variance: number) => metrics.map((metric) => ({ ...prior, metric, variance }))

  it('narrows the interval', () => {
    const width = (calibration: CalibrationPrior[]) => {
      const metric = judge(samples, { calibration }).stages[0]?.metrics[0]
      return (metric?.high ?? 0) - (metric?.low ?? 0)
    }

    expect(width(of(2 * 0.008 ** 2))).toBeLessThan(0.8 * width([]))
  })

  it('says that it is stale', () => {
    const { findings } = judge(samples, { calibration: of(1e-7) })

    const stale = findings.filter(({ kind }) => kind === 'stale-calibration')
    expect(stale).toHaveLength(3)
    expect(stale.every((found) => 'p' in found && found.p < 0.05)).toBe(true)
  })
})
