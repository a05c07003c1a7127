import { describe, expect, it } from 'vitest'
import type { ServingResult } from './serving-result.js'
import { achievedRate, servingFault } from './serving-validity.js'

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
    ['nothing is known', { counts: {}, latencies: {} }, /did not say how many requests succeeded/],
    [
      'the time to the first token is not known',
      { ...good, latencies: {} },
      /^the load generator did not say the median time to first token$/,
    ],
    [
      'the output ends after the first count',
      { counts: { completed: 360 }, latencies: {} },
      /did not say how many tokens were generated, nor how many tokens the answers hold, nor the median time/,
    ],
  ])('says why a run does not count in which %s', (_, result, reason) => {
    expect(servingFault(result, 360)).toMatch(reason)
  })
})

describe('achievedRate', () => {
  /** @param waitSeconds what the median request waited for its first token */
  const run = (
    completed: number,
    duration: number,
    answerSeconds: number,
    waitSeconds: number,
  ): ServingResult => ({
    counts: { completed, duration },
    latencies: { median_e2e_latency: answerSeconds * 1000, median_ttft: waitSeconds * 1000 },
  })

  it('has nothing to say of a server that only has to answer the last request', () => {
    expect(achievedRate(run(2400, 163, 13, 0.1), 16)).toBeUndefined()
    expect(achievedRate(run(90, 103, 13, 0.1), 1)).toBeUndefined()
  })

  it.each([
    { requests: 1440, rate: 16, share: 0.91 },
    { requests: 360, rate: 4, share: 0.86 },
    { requests: 90, rate: 1, share: 0.8 },
    { requests: 90, rate: 1, share: 0.94 },
  ])(
    'tells that $share of $rate requests/s is too little where a queue grew',
    ({ requests, rate, share }) => {
      const came = requests / (share * rate)
      const waited = (came - requests / rate) / 2

      const found = achievedRate(run(requests, came + 13, 13 + waited, waited), rate)

      expect(found?.isSaturated).toBe(true)
      expect(found?.achieved).toBeCloseTo(share * rate, 6)
    },
  )

  it('leaves to chance what few random arrivals explain where nobody waited, and says what was achieved', () => {
    const found = achievedRate(run(90, 113 + 13, 13, 0.1), 1)

    expect(found).toMatchObject({ offered: 1, isSaturated: false })
    expect(found?.achieved).toBeCloseTo(90 / 113.1, 6)
  })

  it('leaves no more than that to chance', () => {
    expect(achievedRate(run(1440, 102 + 13, 13, 0.1), 16)?.isSaturated).toBe(true)
    expect(achievedRate(run(90, 126 + 13, 13, 0.1), 1)?.isSaturated).toBe(true)
  })

  it('leaves nothing to chance where it is not known how long requests waited', () => {
    const unknown = { counts: { completed: 90, duration: 113 }, latencies: {} }

    expect(achievedRate(unknown, 1)?.isSaturated).toBe(true)
  })

  it('knows no such thing without a rate', () => {
    expect(achievedRate(run(10, 1000, 1, 0.1), Infinity)).toBeUndefined()
  })
})
