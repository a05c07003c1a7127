import { describe, expect, it } from 'vitest'
import { metricItself } from '../words/names.js'
import { judgeHistorically, type HistoricalCell } from './judge-historically.js'
import { decidingMetrics } from './named-metrics.js'

const metric = 'e2e_throughput'

function cell(main: number | undefined, pr: number | undefined, name = 'a'): HistoricalCell {
  const side = (value: number | undefined) => (value === undefined ? { missing: 'out of memory' } : { value })
  return { case: name, metric, unit: 'token/s', better: 'higher', main: side(main), pr: side(pr) }
}

function judged(...cells: readonly HistoricalCell[]) {
  return judgeHistorically({ model: 'grok', benchmarkType: 'offline' }, cells, [metric], 0.05)
}

describe('judgeHistorically', () => {
  it.each([
    [100, 105.001, 'improvement'],
    [100, 105, 'unresolved'],
    [200, 210, 'unresolved'],
    [100, 100, 'unresolved'],
    [100, 95, 'unresolved'],
    [100, 94.999, 'regression'],
  ])('judges %d against %d as %s: the bounds are strict', (main, pr, verdict) => {
    const stage = judged(cell(main, pr))

    expect(stage.cells[0]?.verdict).toBe(verdict)
    expect(stage.metrics[0]?.verdict).toBe(verdict)
  })

  it('judges a stage by its worst case, and a metric by the geometric mean of its changes', () => {
    const stage = judged(cell(100, 121, 'a'), cell(100, 90, 'b'))

    const [named] = decidingMetrics(stage, metricItself)
    expect(stage.verdict).toBe('regression')
    expect(named?.judgement.verdict).toBe('unresolved')
    expect(named?.apart.map((apart) => [apart.label, apart.cell.verdict])).toEqual([
      ['a', 'improvement'],
      ['b', 'regression'],
    ])
    expect(named?.judgement.change).toBeCloseTo(Math.sqrt(1.21 * 0.9) - 1, 12)
  })

  it('is missing where one arm lacks what the other has, not where both lack it', () => {
    const both = judged(cell(100, 121, 'a'), cell(undefined, undefined, 'b'))
    const one = judged(cell(100, 121, 'a'), cell(100, undefined, 'b'))

    expect(both.verdict).toBe('improvement')
    expect(one.verdict).toBe('missing')
  })
})
