import { describe, expect, it } from 'vitest'
import type { Sample } from '../comparison/samples.js'
import { cellsOf } from './cells.js'

function sample(changes: Partial<Sample>): Sample {
  return {
    model: 'grok',
    benchmarkType: 'offline',
    case: 'TP=8, BS=1, IL=1024, OL=128',
    metric: 'e2e_latency',
    unit: 's',
    better: 'lower',
    pair: 1,
    attempt: 1,
    arm: 'main',
    position: 1,
    host: '',
    startedAt: '',
    value: 1,
    valid: true,
    reason: '',
    ...changes,
  }
}

describe('cellsOf', () => {
  it('compares geometric means over the pairs that both arms have, so that the change is theirs', () => {
    const samples = [
      sample({ pair: 1, value: 1 }),
      sample({ pair: 1, arm: 'pr', value: 2 }),
      sample({ pair: 2, value: 4 }),
      sample({ pair: 2, arm: 'pr', value: 2 }),
      sample({ pair: 3, value: 1000 }),
      sample({ pair: 3, arm: 'pr', value: null, valid: false, reason: 'out of memory' }),
    ]

    const [cell] = cellsOf(samples)

    expect(cell).toMatchObject({ label: 'E2E Latency', change: 0, pairChanges: [-0.5, 1] })
    expect(cell?.main).toEqual({ value: expect.closeTo(2, 12) as number })
    expect(cell?.pr).toEqual({ value: expect.closeTo(2, 12) as number })
  })

  it('leaves void values out', () => {
    const samples = [
      sample({ value: 1 }),
      sample({ value: 50, valid: false, reason: 'disturbed' }),
      sample({ arm: 'pr', value: 2 }),
    ]

    expect(cellsOf(samples)[0]?.change).toBe(-0.5)
  })

  it('says why an arm has no value', () => {
    const samples = [sample({}), sample({ arm: 'pr', value: null, valid: false, reason: 'out of memory' })]

    expect(cellsOf(samples)).toEqual([
      expect.objectContaining({
        main: { value: 1 },
        pr: { missing: 'out of memory', failed: true },
        pairChanges: [],
      }),
    ])
    expect(cellsOf(samples)[0]).not.toHaveProperty('change')
  })

  it('compares nothing across pairs', () => {
    const samples = [sample({ pair: 1, value: 1 }), sample({ pair: 2, arm: 'pr', value: 2 })]

    const [cell] = cellsOf(samples)

    expect(cell).toMatchObject({ main: { value: 1 }, pr: { value: 2 } })
    expect(cell).not.toHaveProperty('change')
  })

  it('names a metric that it does not know as the samples do', () => {
    expect(cellsOf([sample({ metric: 'requests', unit: '1/s' })])[0]?.label).toBe('requests')
  })
})
