import { describe, expect, it } from 'vitest'
import { connectEngine } from '../docker/engine.js'
import { untilReady, type Server } from './server.js'
import { ServerWatch } from './server-watch.js'
import { serverFixture } from './server.fixture.js'
import type { ServerSession } from './launch-session.js'

const session = sessionWith([])

/** A session with an Engine in whose containers `/health` answers so, one time after the other, then 200. */
function sessionWith(answers: readonly number[]): ServerSession {
  let calls = 0
  const call = () => {
    // A program is made, started and looked at.
    const status = answers[Math.floor(calls / 3)] ?? 200
    calls += 1
    return Promise.resolve({ id: 'exec', Running: false, ExitCode: status === 200 ? 0 : status - 300 })
  }
  const engine = { ...connectEngine({ socketPath: '/absent.sock' }), call }
  return {
    launch: { host: { engine } },
    program: serverFixture,
    signal: new AbortController().signal,
  } as unknown as ServerSession
}

const serverFrom = (secondsAgo: number, watch: ServerWatch, hasEnded = () => false): Server => ({
  number: 0,
  container: 'prbench-x',
  address: '172.20.0.2',
  startedAt: new Date(Date.now() - secondsAgo * 1000),
  watch,
  ended: new Promise(() => undefined),
  hasEnded,
})
const readyLine = {
  stream: 'stderr' as const,
  text: 'ready',
  time: new Date().toISOString(),
}

describe('untilReady', () => {
  it('takes a server for ready that was taken over long after its deadline, once its log is read', async () => {
    const watch = new ServerWatch(serverFixture)
    const waiting = untilReady(session, serverFrom(7200, watch))
    setTimeout(() => {
      watch.read([readyLine])
    }, 50)

    expect(await waiting).toBe('ready')
  })

  it('is late where the log says nothing of it', async () => {
    expect(await untilReady(session, serverFrom(7200, new ServerWatch(serverFixture)))).toBe('late')
  })

  it('waits for /health where the log alone says that it is ready', async () => {
    const watch = new ServerWatch(serverFixture)
    watch.read([readyLine])
    let looks = 0
    const waiting = untilReady(
      sessionWith([503, 503]),
      serverFrom(1, watch, () => {
        looks += 1
        return false
      }),
    )

    expect(await waiting).toBe('ready')
    // Once each time that /health is asked, and once more at the end.
    expect(looks).toBe(4)
  })

  it('does not believe an answer of /health where the server has ended meanwhile', async () => {
    const watch = new ServerWatch(serverFixture)
    watch.read([readyLine])
    let looks = 0

    expect(
      await untilReady(
        session,
        serverFrom(1, watch, () => (looks += 1) > 1),
      ),
    ).toBe('ended')
  })
})
