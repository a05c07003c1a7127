import { expect, it } from 'vitest'
import { assumedPairSd, foresee } from './foresight.js'

const stage = {
  model: 'grok',
  benchmarkType: 'online',
  metrics: [{ metric: 'itl_median' }, { metric: 'ttft_median', leastMargin: 0.1, launchNoise: 0.03 }],
}

it('says for each look what it will see, from assumed noise', () => {
  const [found] = foresee([stage])
  const itl = found?.metrics[0]

  expect(itl).toMatchObject({ metric: 'itl_median', calibrated: false, pairSd: assumedPairSd({}) })
  expect(found?.metrics[1]?.pairSd).toBeCloseTo(3 * assumedPairSd({}), 9)
  expect(itl?.looks.map(({ pairs }) => pairs)).toEqual([3, 4, 5, 6, 8, 10])
  expect(itl?.looks[0]?.change).toBeUndefined()
  expect(itl?.looks[5]?.change).toBeLessThan(0.03)
  expect(found?.expectedPairs).toBeGreaterThan(3)
  expect(found?.expectedPairs).toBeLessThan(8)
})

it('knows more of a calibrated host', () => {
  const calibration = stage.metrics.map(({ metric }) => ({
    model: 'grok',
    benchmarkType: 'online',
    metric,
    variance: 0.00005,
    df: 9,
    agreesOverDays: false,
  }))

  const [assumed] = foresee([stage])
  const [known] = foresee([stage], { calibration })

  expect(known?.metrics[0]).toMatchObject({ calibrated: true, pairSd: Math.sqrt(0.00005) })
  expect(known?.expectedPairs).toBeLessThan(assumed?.expectedPairs ?? 0)
  expect(known?.metrics[0]?.looks[1]?.change).toBeLessThan(assumed?.metrics[0]?.looks[1]?.change ?? 0)
})

it('sees less the more stages share the budget', () => {
  const [alone] = foresee([stage])
  const [shared] = foresee([stage, { ...stage, model: 'deepseek' }])

  expect(shared?.metrics[0]?.looks[3]?.change).toBeGreaterThan(alone?.metrics[0]?.looks[3]?.change ?? 1)
})
