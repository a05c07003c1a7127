import { describe, expect, it } from 'vitest'
import { achievedRate, type LoadRun } from './achieved-rate.js'

describe('achievedRate', () => {
  /** @param waitSeconds what the median request waited for its first token */
  const run = (completed: number, seconds: number, answerSeconds: number, waitSeconds: number): LoadRun => ({
    completed,
    seconds,
    e2eMilliseconds: answerSeconds * 1000,
    ttftMilliseconds: waitSeconds * 1000,
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

      expect(found?.saturated).toBe(true)
      expect(found?.achieved).toBeCloseTo(share * rate, 6)
    },
  )

  it('leaves to chance what few random arrivals explain where nobody waited, and says what was achieved', () => {
    const found = achievedRate(run(90, 113 + 13, 13, 0.1), 1)

    expect(found).toMatchObject({ offered: 1, saturated: false })
    expect(found?.achieved).toBeCloseTo(90 / 113.1, 6)
  })

  it('leaves no more than that to chance', () => {
    expect(achievedRate(run(1440, 102 + 13, 13, 0.1), 16)?.saturated).toBe(true)
    expect(achievedRate(run(90, 126 + 13, 13, 0.1), 1)?.saturated).toBe(true)
  })

  it('leaves nothing to chance where it is not known how long requests waited', () => {
    const unknown = { completed: 90, seconds: 113, e2eMilliseconds: undefined, ttftMilliseconds: undefined }

    expect(achievedRate(unknown, 1)?.saturated).toBe(true)
  })

  it('knows no such thing without a rate', () => {
    expect(achievedRate(run(10, 1000, 1, 0.1), Infinity)).toBeUndefined()
  })
})
