import { describe, expect, it } from 'vitest'
import { idleLimitMs, openWorkflows, untilIdle } from './idle.js'

const never = new AbortController().signal

describe('untilIdle', () => {
  it('waits while something is open', async () => {
    const answers = [1, 1]
    let asked = 0
    const countOpen = () => {
      asked += 1
      return Promise.resolve(answers.shift() ?? 0)
    }

    const idle = await untilIdle({
      limitMs: 100,
      countOpen,
      lastUse: () => Promise.resolve(0),
      signal: never,
    })

    expect(idle).toBe(true)
    expect(asked).toBeGreaterThan(2)
  })

  it('does not stop under the hands of somebody who just came', async () => {
    const stop = new AbortController()
    setTimeout(() => {
      stop.abort()
    }, 500)

    const idle = await untilIdle({
      limitMs: 100,
      countOpen: () => Promise.resolve(0),
      lastUse: () => Promise.resolve(Date.now()),
      signal: stop.signal,
    })

    expect(idle).toBe(false)
  })
})

describe('idleLimitMs', () => {
  it.each([
    [undefined, 30 * 60_000],
    ['0.5', 30_000],
    ['0', 30 * 60_000],
    ['soon', 30 * 60_000],
  ])('of %j is %d', (minutes, expected) => {
    expect(idleLimitMs({ PRBENCH_IDLE_MINUTES: minutes })).toBe(expected)
  })
})

describe('openWorkflows', () => {
  it('counts a server that cannot be asked as one that has some', async () => {
    expect(await openWorkflows('127.0.0.1:1', 100)).toBe(1)
  })
})
