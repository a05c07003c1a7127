import { describe, expect, it } from 'vitest'
import { judge } from './judge.js'
import { makeSamples } from './make-samples.fixture.js'

/** Each a case once, so that none is slow more often by itself. */
const inMain: Readonly<Record<number, string>> = { 1: 'BS=1', 3: 'BS=2', 7: 'BS=8', 9: 'BS=16' }

const slowIn = (pr: readonly number[], main: readonly number[] = []) =>
  judge(
    makeSamples({
      pairs: 10,
      slower: (arm, pair, name) => (name === 'BS=4' && (arm === 'pr' ? pr : main).includes(pair) ? 0.4 : 0),
    }),
  )

describe('a case that is slow now and then', () => {
  it('in one arm alone is named with its counts, and keeps "no change" from being said', () => {
    const { stages, findings } = slowIn([2, 5, 9])

    const found = findings.filter(({ kind }) => kind === 'unstable-case')
    expect(found).toHaveLength(3)
    expect(found[0]).toMatchObject({
      case: 'BS=4',
      metric: 'e2e_throughput',
      arm: 'pr',
      slow: { main: 0, pr: 3 },
      launches: 10,
    })
    expect(stages[0]).toMatchObject({ verdict: 'unresolved', settled: false })
    expect(stages[0]?.metrics[0]).toMatchObject({
      pairsNeeded: null,
      reason: { kind: 'case-slow-more-often', case: 'BS=4', arm: 'pr' },
    })
  })

  it('in both arms is the host', () => {
    const { stages, findings } = slowIn([2, 5, 9], [3, 7])

    expect(findings.filter(({ kind }) => kind === 'unstable-case')).toEqual([])
    expect(stages[0]?.verdict).toBe('no-change')
  })

  it('in two launches more, where many cases fall behind in the other arm, is a finding alone', () => {
    const { stages, findings } = judge(
      makeSamples({
        pairs: 10,
        slower: (arm, pair, name) => {
          const slow = arm === 'pr' ? name === 'BS=4' && [2, 5].includes(pair) : inMain[pair] === name
          return slow ? 0.4 : 0
        },
      }),
    )

    expect(findings.filter(({ kind }) => kind === 'unstable-case')).toHaveLength(3)
    expect(stages[0]?.verdict).toBe('no-change')
  })
})
