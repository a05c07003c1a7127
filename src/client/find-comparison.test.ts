import { describe, expect, it } from 'vitest'
import { chooseFor, type ListedComparison } from './find-comparison.js'

const comparison = (id: string, runId: string, state: string): ListedComparison => ({
  id,
  runId,
  state,
  startedAt: new Date('2026-01-02T03:04:05Z'),
})

describe('chooseFor', () => {
  it('takes the number of a pull request for the comparison of it, the newest run', () => {
    const runs = [
      comparison('compare/a/b/7', 'new', 'FAILED'),
      comparison('compare/a/b/7', 'old', 'COMPLETED'),
    ]

    expect(chooseFor('7', runs).runId).toBe('new')
  })

  it('prefers the open one of two that are meant', () => {
    const runs = [
      comparison('compare/a/b/7', 'closed', 'COMPLETED'),
      comparison('compare/c/d/7', 'open', 'RUNNING'),
    ]

    expect(chooseFor('7', runs).runId).toBe('open')
  })

  it('does not take 17 for 7', () => {
    expect(() => chooseFor('7', [comparison('compare/a/b/17', 'x', 'RUNNING')])).toThrow(
      'no comparison is called "7": there are\n  compare/a/b/17  running, started 2026-01-02T03:04:05.000Z',
    )
  })

  it('lists several that are meant', () => {
    const runs = [comparison('compare/a/b/7', 'x', 'RUNNING'), comparison('compare/c/d/7', 'y', 'RUNNING')]

    expect(() => chooseFor('7', runs)).toThrow(/compare\/a\/b\/7.*\n.*compare\/c\/d\/7/)
    expect(chooseFor('d/7', runs).runId).toBe('y')
  })
})
