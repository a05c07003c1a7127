import { describe, expect, it } from 'vitest'
import { cellOfValues, type Cell } from './cells.js'
import { judgeHistorically } from './judge-historically.js'
import { cellKey } from './judged.js'

function cell(metric: string, main: number | undefined, pr: number | undefined, name = 'a'): Cell {
  const side = (value: number | undefined) => (value === undefined ? { missing: 'out of memory' } : { value })
  const definition = { case: name, metric, label: metric, unit: 's', better: 'higher' as const }
  return cellOfValues(definition, side(main), side(pr))
}

function verdictOf(main: number, pr: number): string | undefined {
  const only = cell('e2e_throughput', main, pr)
  return judgeHistorically([only], ['e2e_throughput'], 0.05).cells.get(cellKey(only))?.verdict
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
    expect(verdictOf(main, pr)).toBe(verdict)
  })

  it('judges a stage by its worst case, and a metric by the geometric mean of its changes', () => {
    const cells = [cell('e2e_throughput', 100, 121, 'a'), cell('e2e_throughput', 100, 90, 'b')]

    const judged = judgeHistorically(cells, ['e2e_throughput'], 0.05)

    expect(judged.verdict).toBe('regression')
    expect(judged.metrics[0]?.verdict).toBe('unresolved')
    expect(judged.metrics[0]?.apart.map(({ label, verdict }) => [label, verdict])).toEqual([
      ['a', 'improvement'],
      ['b', 'regression'],
    ])
    expect(judged.metrics[0]?.change).toBeCloseTo(Math.sqrt(1.21 * 0.9) - 1, 12)
  })

  it('is missing where one arm lacks what the other has, not where both lack it', () => {
    const both = [cell('e2e_throughput', 100, 121, 'a'), cell('e2e_throughput', undefined, undefined, 'b')]
    const one = [cell('e2e_throughput', 100, 121, 'a'), cell('e2e_throughput', 100, undefined, 'b')]

    expect(judgeHistorically(both, ['e2e_throughput'], 0.05).verdict).toBe('improvement')
    expect(judgeHistorically(one, ['e2e_throughput'], 0.05).verdict).toBe('missing')
  })
})
