import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'
import { beyondMargin, exceeds, reaches } from './margins.js'

describe('two cases that change in opposite directions', () => {
  it('are named, both ways, and the worse one is the word', () => {
    const change = (name: string) => (name === 'BS=1' ? 0.25 : -0.2)

    const { stages, findings } = judge(makeSamples({ pairs: 8, cases: ['BS=1', 'BS=2'], change }))

    expect(stages[0]).toMatchObject({ verdict: 'regression', settled: true })
    expect(stages[0]?.cells.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['improvement', 'regression'])
    expect(findings.find(({ kind }) => kind === 'opposite-cells')).toMatchObject({
      metric: 'e2e_throughput',
      faster: [{ case: 'BS=1' }],
      slower: [{ case: 'BS=2' }],
    })
  })
})

it('says how many pairs would settle a change of every case, instead of that one case hides it', () => {
  const { stages } = judge(makeSamples({ pairs: 3, change: () => -0.1 }))

  const [metric] = stages[0]?.metrics ?? []
  expect(metric).toMatchObject({ verdict: 'unresolved', reason: null })
  expect(metric?.pairsNeeded).toBeGreaterThan(0)
})

it.each([
  [0.06, 0.09, 'faster'],
  [-0.09, -0.06, 'slower'],
  [0.04, 0.09, undefined],
  [-0.09, 0.09, undefined],
  [null, null, undefined],
])('an interval from %s to %s beyond 5 %% is %s', (low, high, expected) => {
  const found = beyondMargin({ low, high }, 0.05)

  expect(found).toBe(expected)
})

it.each([
  [105 / 100 - 1, true, false],
  [1050 / 1000 - 1, true, false],
  [95 / 100 - 1, true, false],
  [0.0501, true, true],
  [-0.0501, true, true],
  [0.0499, false, false],
])('a change of %d reaches a margin of 5 %%: %s, and exceeds it: %s', (change, isReached, isExceeded) => {
  expect(reaches(change, 0.05)).toBe(isReached)
  expect(exceeds(change, 0.05)).toBe(isExceeded)
})
