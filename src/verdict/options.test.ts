import { describe, expect, it } from 'vitest'
import { gatingOf, isPercentile, marginOf, rulesOf } from './options.js'

const stage = { model: 'grok', benchmarkType: 'offline' }

describe('a name that every object inherits', () => {
  it('has the threshold as its margin', () => {
    expect(marginOf(rulesOf({}), stage, 'constructor')).toBe(0.05)
  })

  it('decides as any other metric', () => {
    expect(gatingOf(rulesOf({}), 'constructor', ['toString', 'a_p99'])).toEqual(['toString'])
  })
})

describe('the margin', () => {
  it.each([
    ['e2e_throughput', 0.05],
    ['ttft_median', 0.1],
    ['median_ttft_ms', 0.1],
    ['Median TTFT (ms)', 0.1],
    ['itl_median', 0.02],
  ])('of %s is %d', (metric, expected) => {
    const margin = marginOf(rulesOf({ margins: { itl_median: 0.02 } }), stage, metric)

    expect(margin).toBe(expected)
  })

  it('of a stage goes before that of the metric, in that stage alone', () => {
    const plan = { ...stage, cases: [], metrics: [], margins: { decode_latency: 0.03 } }
    const rules = rulesOf({ margins: { decode_latency: 0.08 }, planned: [plan] })

    const found = ['grok', 'deepseek'].map((model) => marginOf(rules, { ...stage, model }, 'decode_latency'))

    expect(found).toEqual([0.03, 0.08])
  })

  it('of a stage that is no fraction is refused', () => {
    const plan = { ...stage, cases: [], metrics: [], margins: { decode_latency: 3 } }

    expect(() => rulesOf({ planned: [plan] })).toThrow('margin of decode_latency')
  })

  it('of TTFT is the threshold where that is wider', () => {
    const margin = marginOf(rulesOf({ threshold: 0.2 }), stage, 'ttft_median')

    expect(margin).toBe(0.2)
  })
})

it.each([
  ['ttft_p99', true],
  ['p95_itl_ms', true],
  ['e2e_latency_p99.9', true],
  ['p50_latency', false],
  ['e2e_latency_median', false],
  ['map99', false],
  ['p999x', false],
])('%s is a tail percentile: %s', (metric, expected) => {
  const found = isPercentile(metric)

  expect(found).toBe(expected)
})

describe('the metrics that decide', () => {
  it.each([
    ['offline', ['e2e_latency', 'decode_latency', 'e2e_throughput'], ['e2e_throughput', 'decode_latency']],
    ['online', ['output_throughput', 'ttft_p99', 'ttft_median'], ['ttft_median']],
    ['offline', ['tokens', 'p99'], ['tokens']],
    ['serving', ['tokens', 'latency_p95', 'latency'], ['tokens', 'latency']],
  ])('of %s among %j', (benchmarkType, metrics, expected) => {
    const found = gatingOf(rulesOf({}), benchmarkType, metrics)

    expect(found).toEqual(expected)
  })
})
