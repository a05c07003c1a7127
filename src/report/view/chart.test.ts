import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricItself } from '../words/names.js'
import { chartsOf } from './chart.js'
import { judgeHistorically, type HistoricalCell } from './judge-historically.js'
import { decidingMetrics } from './named-metrics.js'

function cell(name: string, change: number, metric = 'e2e_throughput'): HistoricalCell {
  const sides = { main: { value: 100 }, pr: { value: 100 * (1 + change) } }
  return { case: name, metric, unit: 'token/s', better: 'higher', ...sides }
}

function charts(cells: readonly HistoricalCell[]) {
  const metrics = [...new Set(cells.map(({ metric }) => metric))]
  const stage = judgeHistorically({ model: 'grok', benchmarkType: 'offline' }, cells, metrics, 0.05)
  const pairs = stage.cells.map((one) => ({ ...one, pairChanges: [one.change ?? 0, (one.change ?? 0) / 2] }))
  return chartsOf({ ...stage, cells: pairs }, decidingMetrics(stage, metricItself), 0.05)
}

describe('chartsOf', () => {
  it('draws a row a case, called by what tells it apart, and one over all cases', () => {
    const [chart] = charts([cell('TP=8, BS=1, IL=1024', 0.1), cell('TP=8, BS=2, IL=1024', -0.1)])

    expect(chart?.rows.map(({ label, text, tone, isOverall }) => [label, text, tone, isOverall])).toEqual([
      ['BS=1', '+10.0 %', 'better', false],
      ['BS=2', '-10.0 %', 'worse', false],
      ['all cases', '-0.5 %', 'same', true],
    ])
    expect(chart?.summary).toBe('BS=1 +10.0 %, BS=2 -10.0 %, all cases -0.5 %')
  })

  it('draws a row a metric where there is one case', () => {
    const [chart, ...others] = charts([cell('BS=32', 0.1), cell('BS=32', 0.2, 'decode_latency')])

    expect(others).toEqual([])
    expect(chart?.title).toBe('BS=32')
    expect(chart?.rows.map(({ label }) => label)).toEqual(['e2e_throughput', 'decode_latency'])
  })

  it('has one scale for all plots of a stage', () => {
    const [first, second] = charts([
      cell('BS=1', 0.5),
      cell('BS=2', 0.1),
      cell('BS=1', 0.01, 'decode_latency'),
      cell('BS=2', 0.02, 'decode_latency'),
    ])

    expect(second?.ticks).toEqual(first?.ticks)
    expect(second?.zero).toBe(first?.zero)
  })

  it('draws nothing of what was not compared, and nothing that nobody could read', () => {
    const incomparable = { ...cell('BS=1', 0), pr: { missing: 'out of memory' } }

    expect(charts([incomparable])).toEqual([])
    expect(charts(Array.from({ length: 200 }, (_, index) => cell(`BS=${index}`, 0.1)))).toEqual([])
  })

  it('keeps every mark in the plot, in the order of the changes, between few round ticks', () => {
    const anyChange = fc.double({ min: -0.99, max: 50, noNaN: true })
    fc.assert(
      fc.property(fc.array(anyChange, { minLength: 2, maxLength: 20 }), (changes) => {
        const [chart] = charts(changes.map((change, index) => cell(`BS=${index}`, change)))
        if (chart === undefined) throw new Error('no chart')

        const places = chart.rows.flatMap(({ x, dots }) => [x, ...dots])
        for (const place of [...places, chart.zero, chart.band.left, ...chart.ticks.map(({ x }) => x)]) {
          expect(place).toBeGreaterThanOrEqual(90)
          expect(place).toBeLessThanOrEqual(chart.width)
        }
        expect(chart.ticks.length).toBeGreaterThanOrEqual(2)
        expect(chart.ticks.length).toBeLessThanOrEqual(7)
        const sorted = chart.rows.slice(0, -1).map(({ x }, index) => ({ x, change: changes[index] ?? 0 }))
        sorted.sort((left, right) => left.change - right.change)
        for (const [index, { x }] of sorted.entries())
          expect(x).toBeGreaterThanOrEqual(sorted[index - 1]?.x ?? 0)
      }),
    )
  })
})
