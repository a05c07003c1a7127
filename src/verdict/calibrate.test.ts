import { describe, expect, it } from 'vitest'
import { calibrationOf, combineDays } from './calibrate.js'
import { makeSamples } from './make-samples.fixture.js'

const day = { model: 'grok', benchmarkType: 'offline', metric: 'e2e_throughput', agreesOverDays: false }

it('is the variance of a pair, for each deciding metric', () => {
  const found = calibrationOf(makeSamples({ pairs: 8, launchSd: 0.01, withinSd: 0.005 }))

  // 2 (launch^2 + within^2 / 5) is .00021
  expect(found.map(({ metric }) => metric)).toEqual(['e2e_throughput', 'prefill_latency', 'decode_latency'])
  for (const { variance, df } of found) {
    expect(df).toBeCloseTo((4 * 7) / 3, 10)
    expect(variance).toBeGreaterThan(0.00007)
    expect(variance).toBeLessThan(0.0006)
  }
})

it('is nothing for a single pair', () => {
  const found = calibrationOf(makeSamples({ pairs: 1 }))

  expect(found).toEqual([])
})

describe('several days', () => {
  it.each([
    [[1, 1.2, 0.9], 31 / 30, 27, true],
    [[1, 1.2], 1.1, 18, false],
    [[1, 1.2, 20], 20, 9, false],
  ])('with variances %j', (variances, variance, df, agreesOverDays) => {
    const found = combineDays(variances.map((own) => ({ ...day, variance: own, df: 9 })))

    expect(found?.variance).toBeCloseTo(variance, 10)
    expect(found).toMatchObject({ df, agreesOverDays })
  })

  it('that are none give none', () => {
    const found = combineDays([])

    expect(found).toBeUndefined()
  })
})
