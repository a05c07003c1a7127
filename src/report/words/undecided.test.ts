import { describe, expect, it } from 'vitest'
import type { MetricJudgement } from '../../verdict/judgement.js'
import { undecidedSentence } from './undecided.js'

const metric: MetricJudgement = {
  metric: 'itl_median',
  unit: 'ms',
  better: 'lower',
  gating: true,
  judged: true,
  verdict: 'unresolved',
  margin: 0.05,
  pairs: 10,
  change: -0.02,
  low: -0.06,
  high: 0.02,
  p: 0.2,
  bound: null,
  worst: null,
  changed: [],
  unproven: [],
  pairsNeeded: 14,
  noise: { launch: null, within: null, pair: 0.03, detectable: 0.08 },
  reason: null,
}

const facts = { metrics: 12, looks: 6, gpuHours: 2 }

describe('an undecided metric', () => {
  it.each([
    [-0.06, 0.02, '"slower" needs it below 0 %, "no change" above -5 %'],
    [-0.02, 0.06, '"faster" needs it above 0 %, "no change" below +5 %'],
    [-0.06, 0.06, 'it must leave 0 % on one side, or lie within ±5 %'],
    [
      -0.04,
      0.01,
      'it lies within ±5 %, but with 12 metrics and 6 looks a verdict takes more than 95 % for each',
    ],
    [
      -0.07,
      -0.01,
      'it excludes 0 %, but with 12 metrics and 6 looks a verdict takes more than 95 % for each',
    ],
  ])('with an interval from %d to %d says what it has to leave', (low, high, words) => {
    expect(undecidedSentence('Median ITL', { ...metric, low, high }, facts)).toContain(`; ${words}. `)
  })

  it('says its interval, and what would settle it at which cost', () => {
    expect(undecidedSentence('Median ITL', metric, facts)).toBe(
      'Median ITL is undecided: its 95 % interval is -6.0 % to +2.0 %; "slower" needs it below 0 %, "no change" above -5 %. ' +
        'About 14 pairs would settle it (8.0 GPU hours more); so would a quieter host.',
    )
  })

  it('says how quiet the host must be where no number of pairs settles it', () => {
    const loud = { ...metric, pairsNeeded: null, quietEnough: 0.012 }

    expect(undecidedSentence('Median ITL', loud, facts)).toMatch(
      /More than \d+ pairs would be needed, so the host must become quieter: 1\.2 % between pairs would do\.$/,
    )
  })

  it('says what stands against any verdict', () => {
    const slow = { ...metric, reason: { kind: 'arm-disturbed-more-often', arm: 'pr' } } as const

    expect(undecidedSentence('Median ITL', slow, facts)).toBe(
      'Median ITL is undecided: launches of pr are disturbed more often.',
    )
  })

  it('says nothing of a single pair: the head does', () => {
    const one = { ...metric, low: null, high: null }

    expect(undecidedSentence('Median ITL', one, facts)).toBe('')
    expect(undecidedSentence('Median ITL', { ...one, reason: { kind: 'one-pair', of: 1 } }, facts)).toBe('')
  })
})
