import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { OptionError } from './options.js'

const everywhere = (change: number) => () => change

describe('the family', () => {
  it('divides its budget by the stages it tests', () => {
    const changed = makeSamples({ pairs: 4, change: everywhere(-0.02), seed: 5 })
    const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((model, index) =>
      makeSamples({ model, pairs: 4, seed: 20 + index }),
    )
    const options = { looks: [4] }

    const alone = judge(changed, options).stages[0]
    const amongMany = judge([...changed, ...others], options).stages[0]

    expect(alone?.metrics.filter(({ verdict }) => verdict === 'slightly-slower')).toHaveLength(3)
    expect(amongMany?.metrics.filter(({ verdict }) => verdict === 'slightly-slower').length).toBeLessThan(3)
  })

  it('is as bad as its worst stage', () => {
    const verdict = judge([
      ...makeSamples({ change: everywhere(0.1) }),
      ...makeSamples({ model: 'deepseek', change: everywhere(-0.1), seed: 2 }),
    ]).verdict

    expect(verdict).toBe('regression')
  })
})

describe('options', () => {
  it.each([
    [{ threshold: 0 }, 'threshold'],
    [{ threshold: 5 }, 'threshold'],
    [{ margins: { ttft_median: NaN } }, 'margin of ttft_median'],
    [{ looks: [] }, 'looks'],
    [{ looks: [4, 4] }, 'looks'],
    [{ looks: [2.5] }, 'looks'],
  ])('%j are refused by name', (options, name) => {
    expect(() => judge([], options)).toThrow(OptionError)
    expect(() => judge([], options)).toThrow(name)
  })

  it('move the margin', () => {
    const samples = makeSamples({ pairs: 6, change: everywhere(-0.1) })

    const found = [
      judge(samples, { threshold: 0.15 }).verdict,
      judge(samples, { margins: { e2e_throughput: 0.02 } }).verdict,
    ]

    expect(found).toEqual(['slightly-slower', 'regression'])
  })

  it('say what was planned, so that what is absent is missing', () => {
    const planned = [
      { model: 'grok', benchmarkType: 'offline', cases: ['BS=1', 'BS=512'], metrics: [] },
      {
        model: 'deepseek',
        benchmarkType: 'online',
        cases: ['rate=1'],
        metrics: [{ metric: 'itl_median', unit: 'ms', better: 'lower' }],
      },
    ] as const

    const judgement = judge(makeSamples(), { planned })

    expect(judgement.verdict).toBe('missing')
    expect(judgement.stages.map(({ model, verdict }) => [model, verdict])).toEqual([
      ['grok', 'no-change'],
      ['deepseek', 'missing'],
    ])
  })
})
