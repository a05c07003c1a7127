import { describe, expect, it } from 'vitest'
import type { Acknowledgement } from '../comparison/acknowledgement.js'
import { knownRegressions } from './acknowledged.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

const judgement = judge(makeSamples({ pairs: 6, change: () => -0.1 }))
const [stage] = judgement.stages
const name = `${stage?.model ?? ''}/${stage?.benchmarkType ?? ''}`

const known: Acknowledgement = {
  stage: name,
  metric: 'decode_latency',
  bound: 0.2,
  who: 'ann',
  why: 'known',
  until: '2026-12-31',
}

const holding = (acknowledgements: readonly Acknowledgement[], day = '2026-11-30') =>
  knownRegressions(judgement, acknowledgements, day)
    .filter(({ holds }) => holds)
    .map(({ metric }) => metric)

describe('an acknowledgement', () => {
  it('holds for its metric, up to its last day', () => {
    expect(holding([known])).toEqual(['decode_latency'])
    expect(holding([known], '2026-12-31')).toEqual(['decode_latency'])
    expect(holding([])).toEqual([])
  })

  it.each<[string, Partial<Acknowledgement>, string]>([
    ['a worse regression', { bound: 0.05 }, '2026-11-30'],
    ['another stage', { stage: 'other/offline' }, '2026-11-30'],
    ['another metric', { metric: 'ttft_median' }, '2026-11-30'],
    ['the day after its last', {}, '2027-01-01'],
  ])('does not hold for %s', (_, change, day) => {
    expect(holding([{ ...known, ...change }], day)).toEqual([])
  })

  it('that holds goes before one that is over', () => {
    expect(holding([{ ...known, until: '2026-01-01' }, known])).toEqual(['decode_latency'])
  })

  it('covers single cases that alone got slower', () => {
    const cases = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((size) => `BS=${size}`)
    const change = (each: string) => (each === 'BS=8' ? -0.15 : 0)

    const regressions = knownRegressions(
      judge(makeSamples({ cases, change, pairs: 5 })),
      [known],
      '2026-11-30',
    )

    expect(regressions).toHaveLength(3)
    expect(regressions.every((one) => one.case === 'BS=8')).toBe(true)
    expect(regressions.filter(({ holds }) => holds).map(({ metric }) => metric)).toEqual(['decode_latency'])
  })
})
