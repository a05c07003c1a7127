import { describe, expect, it } from 'vitest'
import { beyondMargin } from './beyond-margin.js'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

describe('two cases that change in opposite directions', () => {
  it('are named, and are no "no change"', () => {
    const change = (name: string) => (name === 'BS=1' ? 0.25 : -0.2)

    const { stages, findings } = judge(makeSamples({ pairs: 8, cases: ['BS=1', 'BS=2'], change }))

    expect(stages[0]).toMatchObject({ verdict: 'unresolved', settled: false })
    expect(stages[0]?.metrics[0]?.reason).toBe('a single case lies beyond the margin')
    expect(findings.find(({ kind }) => kind === 'opposite-cells')?.sentence).toMatch(
      /^grok\/offline, E2E Throughput: cases change in opposite directions .* faster BS=1 \+2\d\.\d%; slower BS=2 -\d+\.\d%$/,
    )
  })
})

it('says how many pairs would settle a change of every case, instead of that one case hides it', () => {
  const { stages } = judge(makeSamples({ pairs: 3, change: () => -0.1 }))

  const [metric] = stages[0]?.metrics ?? []
  expect(metric).toMatchObject({ verdict: 'unresolved', reason: '' })
  expect(metric?.pairsNeeded).toBeGreaterThan(0)
})

it.each([
  [0.06, 0.09, 'faster'],
  [-0.09, -0.06, 'slower'],
  [0.04, 0.09, undefined],
  [-0.09, 0.09, undefined],
  [null, null, undefined],
])('an interval from %s to %s beyond 5 %% is %s', (low, high, expected) => {
  const found = beyondMargin({ change: 0, low, high }, 0.05)

  expect(found).toBe(expected)
})
