import { describe, expect, it } from 'vitest'
import type { ServingResult } from './serving-result.js'
import { servingFault } from './serving-validity.js'

describe('servingFault', () => {
  const good: ServingResult = {
    counts: { completed: 360, totalOutputTokens: 368000, totalOutputTokensRetokenized: 367900 },
    latencies: { median_ttft: 95.2 },
  }
  const withCounts = (counts: ServingResult['counts']): ServingResult => ({
    ...good,
    counts: { ...good.counts, ...counts },
  })

  it('lets a whole run count', () => {
    expect(servingFault(good, 360)).toBeUndefined()
  })

  it.each([
    [
      'some requests failed',
      withCounts({ completed: 359 }),
      { kind: 'requests-failed', completed: 359, of: 360 },
    ],
    [
      'more succeeded than were sent',
      withCounts({ completed: 361 }),
      { kind: 'requests-failed', completed: 361, of: 360 },
    ],
    ['nothing was generated', withCounts({ totalOutputTokens: 0 }), { kind: 'no-tokens' }],
    [
      'every request was refused inside a success',
      withCounts({ totalOutputTokensRetokenized: 0 }),
      { kind: 'empty-answers' },
    ],
    ['the first token took no time', { ...good, latencies: { median_ttft: 0 } }, { kind: 'no-first-token' }],
    ['nothing is known', { counts: {}, latencies: {} }, { kind: 'figures-missing', figures: ['completed'] }],
    [
      'the time to the first token is not known',
      { ...good, latencies: {} },
      { kind: 'figures-missing', figures: ['ttft'] },
    ],
    [
      'the output ends after the first count',
      { counts: { completed: 360 }, latencies: {} },
      { kind: 'figures-missing', figures: ['output-tokens', 'answer-tokens', 'ttft'] },
    ],
  ])('says why a run does not count in which %s', (_, result, reason) => {
    expect(servingFault(result, 360)).toEqual(reason)
  })
})
