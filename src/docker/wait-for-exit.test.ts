import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectEngine, type Engine } from './engine.js'
import { ContainerUnstoppable } from './errors.js'
import { waitForExit } from './wait-for-exit.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** An Engine that lists nothing but a container that runs on, whatever is done to it. */
function engineWithImmortal(calls: string[]): Engine {
  const answer = async (what: string) => {
    calls.push(what)
    if (what.startsWith('wait')) return new Promise(() => undefined)
    return what.startsWith('look') ? { State: { Status: 'running' } } : undefined
  }
  return { ...connectEngine({ socketPath: '/absent.sock' }), call: answer as Engine['call'] }
}

describe('waitForExit', () => {
  it('gives a container up that goes on long after it was killed at its deadline', async () => {
    const calls: string[] = []
    const { signal } = new AbortController()
    const waiting = waitForExit({
      engine: engineWithImmortal(calls),
      containerId: 'c',
      name: 'prbench-x',
      deadlineAt: Date.now() + 5000,
      signal,
    })
    const outcome = expect(waiting).rejects.toThrow(ContainerUnstoppable)

    await vi.advanceTimersByTimeAsync(4000)
    expect(calls).not.toContain('end container c')
    await vi.advanceTimersByTimeAsync(130_000)

    await outcome
    expect(calls).toContain('end container c')
  })
})
