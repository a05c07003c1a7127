import { describe, expect, it } from 'vitest'
import type { Sample } from '../../comparison/samples.js'
import type { FindingKind } from '../findings.js'
import { judge } from '../judge.js'
import { makeSamples } from '../make-samples.fixture.js'

const told = (samples: readonly Sample[], wanted: FindingKind) =>
  judge(samples).findings.filter(({ kind }) => kind === wanted)

const good = makeSamples({ pairs: 4 })
const keyOf = ({ case: name, metric }: Sample) => `${name} ${metric}`
/** The samples with the values of one launch in place of another's. */
const copied = (from: (sample: Sample) => boolean, to: (sample: Sample) => boolean) => {
  const values = new Map(good.filter(from).map((sample) => [keyOf(sample), sample.value]))
  return good.map((sample) => (to(sample) ? { ...sample, value: values.get(keyOf(sample)) ?? null } : sample))
}

describe('a copy', () => {
  it('of the other arm is told over its pairs', () => {
    const valueOfMain = (sample: Sample) =>
      good.find((one) => one.arm === 'main' && one.pair === sample.pair && keyOf(one) === keyOf(sample))
    const same = good.map((sample) =>
      sample.pair === 2 || sample.pair === 3
        ? { ...sample, value: valueOfMain(sample)?.value ?? null }
        : sample,
    )

    expect(told(same, 'copied-launches')).toMatchObject([{ pairs: [2, 3], launches: [] }])
  })

  it('of another launch is told with both', () => {
    const same = copied(
      ({ pair, arm }) => pair === 1 && arm === 'pr',
      ({ pair, arm }) => pair === 4 && arm === 'pr',
    )

    expect(told(same, 'copied-launches')).toMatchObject([
      {
        pairs: [],
        launches: [
          { arm: 'pr', pair: 1 },
          { arm: 'pr', pair: 4 },
        ],
      },
    ])
  })

  it('of a single value is none: two launches may agree in one', () => {
    const isFirst = (sample: Sample) => keyOf(sample) === keyOf(good[0] ?? sample)
    const same = good.map((sample) =>
      isFirst(sample) && sample.pair < 3 ? { ...sample, value: 1000 } : sample,
    )

    expect(told(same, 'copied-launches')).toEqual([])
  })

  it('of a stage of one cell is one where every pair is', () => {
    const single = makeSamples({ pairs: 4, cases: ['BS=1'] }).filter(
      ({ metric }) => metric === 'e2e_throughput',
    )
    const same = single.map((sample) => ({ ...sample, value: 1000 + sample.pair }))

    expect(told(same, 'copied-launches')).toHaveLength(1)
    expect(told(single, 'copied-launches')).toEqual([])
  })

  it('is none among rounded values that agree everywhere', () => {
    const rounded = good.map((sample) => ({ ...sample, value: Number((sample.value ?? 0).toPrecision(2)) }))

    expect(told(rounded, 'copied-launches')).toEqual([])
  })
})

describe('the order of the launches', () => {
  it('is told where it never changes', () => {
    const mainFirst = good.map((sample) => ({ ...sample, position: sample.arm === 'main' ? 1 : 2 }) as const)

    expect(told(mainFirst, 'one-order')).toMatchObject([{ first: 'main', pairs: 4 }])
    expect(told(good, 'one-order')).toEqual([])
  })

  it('is told where rows contradict each other, once a pair', () => {
    const both = good.map((sample) => (sample.pair === 2 ? { ...sample, position: 1 as const } : sample))

    const fault = { kind: 'other-order', arm: 'main', pair: 2, position: 1 }
    expect(told(both, 'input')).toMatchObject([{ column: 'position', fault }])
  })

  it.each([0, null, '1'])('is told where a position is %j', (position) => {
    const odd = good.map((sample) =>
      sample.pair === 3 ? { ...sample, position: position as never } : sample,
    )

    const fault = { kind: 'no-position', value: JSON.stringify(position) }
    expect(told(odd, 'input')).toMatchObject([{ column: 'position', fault }])
  })

  it('is taken from the other rows of a pair where one has none', () => {
    const first = good.findIndex(({ pair }) => pair === 2)
    const one = good.map((sample, index) => (index === first ? { ...sample, position: 0 as never } : sample))

    expect(judge(one).stages).toEqual(judge(good).stages)
  })
})

describe('a metric whose name is that of a tail percentile', () => {
  const better = 'lower' as const
  const metrics = [
    { metric: 'decode_latency', unit: 's', better, level: 0.02 },
    { metric: 'x_p99', unit: 's', better, level: 3 },
  ]

  it('is told not to decide', () => {
    expect(told(makeSamples({ metrics }), 'not-deciding')).toMatchObject([
      { model: 'grok', benchmarkType: 'offline', metrics: ['x_p99'] },
    ])
  })

  it('is told nothing of where its samples say so', () => {
    const roles = metrics.map((metric) => {
      return { ...metric, role: metric.metric === 'x_p99' ? ('shown' as const) : ('deciding' as const) }
    })

    const { findings } = judge(makeSamples({ metrics: roles }))

    expect(findings).toEqual([])
  })
})
