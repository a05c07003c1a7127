import { describe, expect, it } from 'vitest'
import { marginOf, rulesOf } from './options.js'
import { decidingAmong, isPercentile } from './roles.js'

const stage = { model: 'grok', benchmarkType: 'offline' }

describe('a name that every object inherits', () => {
  it('has the threshold as its margin', () => {
    expect(marginOf(rulesOf({}), stage, { metric: 'constructor' })).toBe(0.05)
  })

  it('decides as any other metric', () => {
    const metrics = [{ metric: 'toString' }, { metric: 'a_p99' }]

    expect(decidingAmong(metrics)).toEqual([{ metric: 'toString' }])
  })
})

describe('the margin', () => {
  it.each([
    ['the threshold', { metric: 'e2e_throughput' }, 0.05],
    ['the least that it has itself', { metric: 'ttft_median', leastMargin: 0.1 }, 0.1],
    ['what is given', { metric: 'itl_median', leastMargin: 0.1 }, 0.02],
  ])('is %s', (_, metric, expected) => {
    const margin = marginOf(rulesOf({ margins: { itl_median: 0.02 } }), stage, metric)

    expect(margin).toBe(expected)
  })

  it('of a stage goes before that of the metric, in that stage alone', () => {
    const plan = { ...stage, cases: [], metrics: [], margins: { decode_latency: 0.03 } }
    const rules = rulesOf({ margins: { decode_latency: 0.08 }, planned: [plan] })

    const found = ['grok', 'deepseek'].map((model) =>
      marginOf(rules, { ...stage, model }, { metric: 'decode_latency' }),
    )

    expect(found).toEqual([0.03, 0.08])
  })

  it('of a stage that is no fraction is refused', () => {
    const plan = { ...stage, cases: [], metrics: [], margins: { decode_latency: 3 } }

    expect(() => rulesOf({ planned: [plan] })).toThrow('margin of decode_latency')
  })

  it('is the threshold where that is wider than its least', () => {
    const margin = marginOf(rulesOf({ threshold: 0.2 }), stage, { metric: 'ttft_median', leastMargin: 0.1 })

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
    ['those that say so', { a: 'deciding', b: 'judged', c: 'shown' }, ['a']],
    ['where none says so, all that are judged', { a: 'judged', b: 'judged', c: 'shown' }, ['a', 'b']],
    ['where nothing is told, all but tail percentiles', { a: undefined, b_p95: undefined }, ['a']],
  ] as const)('are %s', (_, roles, expected) => {
    const metrics = Object.entries(roles).map(([metric, role]) =>
      role === undefined ? { metric } : { metric, role },
    )

    const found = decidingAmong(metrics)

    expect(found.map(({ metric }) => metric)).toEqual(expected)
  })
})
