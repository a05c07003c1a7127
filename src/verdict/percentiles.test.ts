import { expect, it } from 'vitest'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { isPercentile } from './roles.js'

const metrics = [{ metric: 'ttft_p95', unit: 'ms', better: 'lower', level: 80 }] as const

it('a stage of tail percentiles alone is shown, not judged, and not missing', () => {
  const { verdict, stages } = judge(makeSamples({ benchmarkType: 'online', pairs: 4, metrics }))

  expect(verdict).toBe('unresolved')
  expect(stages[0]).toMatchObject({
    verdict: 'unresolved',
    pairs: 4,
    pairsWanted: 4,
    stopped: { kind: 'nothing-decides' },
  })
  expect(stages[0]?.metrics[0]).toMatchObject({ judged: false, change: expect.any(Number) as unknown })
  expect(stages[0]?.cells.every(({ main, pr }) => main !== null && pr !== null)).toBe(true)
})

it('a stage of tail percentiles without any value is missing', () => {
  const samples = makeSamples({ benchmarkType: 'online', pairs: 4, metrics }).map((sample) => ({
    ...sample,
    value: null,
  }))

  const { verdict } = judge(samples)

  expect(verdict).toBe('missing')
})

it.each([
  ['ttft_p95', true],
  ['p99.9 latency', true],
  ['latency_p999', true],
  ['P75 ITL', true],
  ['itl_p50', false],
  ['latency_p5', false],
  ['p2p_bandwidth', false],
  ['gap99', false],
])('takes %s for a tail percentile: %s', (metric, expected) => {
  expect(isPercentile(metric)).toBe(expected)
})
