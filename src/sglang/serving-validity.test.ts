import { describe, expect, it } from 'vitest'
import type { ServingResult } from './serving-result.js'
import { isSaturated, servingFault } from './serving-validity.js'

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
    ['some requests failed', withCounts({ completed: 359 }), /only 359 of 360/],
    ['more succeeded than were sent', withCounts({ completed: 361 }), /only 361 of 360/],
    ['nothing was generated', withCounts({ totalOutputTokens: 0 }), /no token/],
    [
      'every request was refused inside a success',
      withCounts({ totalOutputTokensRetokenized: 0 }),
      /refused/,
    ],
    ['the first token took no time', { ...good, latencies: { median_ttft: 0 } }, /first token is 0/],
    ['nothing is known', { counts: {}, latencies: {} }, /did not say/],
  ])('says why a run does not count in which %s', (_, result, reason) => {
    expect(servingFault(result, 360)).toMatch(reason)
  })
})

describe('isSaturated', () => {
  const run = (completed: number, duration: number, answerSeconds: number): ServingResult => ({
    counts: { completed, duration },
    latencies: { median_e2e_latency: answerSeconds * 1000 },
  })

  it('tells a server that falls behind from one that only has to answer the last request', () => {
    expect(isSaturated(run(2400, 240, 50), 16)).toBe(true)
    expect(isSaturated(run(2400, 163, 13), 16)).toBe(false)
    expect(isSaturated(run(90, 103, 13), 1)).toBe(false)
  })

  it('knows no saturation without a rate', () => {
    expect(isSaturated(run(10, 1000, 1), Infinity)).toBe(false)
  })
})
