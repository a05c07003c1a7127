import { describe, expect, it } from 'vitest'
import { ServerWatch } from './server-watch.js'
import { serverFixture } from './server.fixture.js'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second))

const line = (second: number, text: string) => ({
  stream: 'stderr' as const,
  time: at(second).toISOString().replace('Z', '123456Z'),
  text,
})

describe('ServerWatch', () => {
  it('says when the server is ready', async () => {
    const watch = new ServerWatch(serverFixture)

    watch.read([line(1, 'ready')])

    expect(watch.isReady).toBe(true)
    await watch.ready
  })

  it('tells what was said of cases between two moments, whenever it is asked', () => {
    const watch = new ServerWatch(serverFixture)
    for (const second of [1, 5, 6, 9]) watch.read([line(second, `case ${second}`), line(second, 'noise')])

    expect(watch.lines(at(4), at(7))).toEqual(['case 5', 'case 6'])
    expect(watch.lines(at(8), at(10))).toEqual(['case 9'])
  })

  it('forgets a lack of memory that the server has outlived, also where its whole log is read again before', () => {
    const watch = new ServerWatch(serverFixture)
    watch.read([line(2, 'out of memory'), line(5, 'case a')])

    expect(watch.outOfMemory).toBe(true)
    watch.forget(at(2))
    expect(watch.outOfMemory).toBe(true)
    watch.forget(at(3))
    expect(watch.outOfMemory).toBe(false)
    expect(watch.lines(at(1), at(6))).toEqual(['case a'])
    watch.read([line(7, 'out of memory')])
    expect(watch.outOfMemory).toBe(true)
  })

  it('waits for lines that are still on their way, and no longer', async () => {
    const watch = new ServerWatch(serverFixture)
    const late = setTimeout(() => {
      watch.read([line(2, 'case a')])
    }, 100)

    await watch.caughtUp(at(3), new AbortController().signal)

    clearTimeout(late)
    expect(watch.lines(at(0), at(3))).toEqual(['case a'])
  })

  it('does not wait where a later line was read', async () => {
    const watch = new ServerWatch(serverFixture)
    watch.read([], line(9, 'GET /server_info 200').time)
    const nextTurn = new Promise((resolve) => setImmediate(resolve, 'waits'))

    const caughtUp = watch.caughtUp(at(3), new AbortController().signal).then(() => 'has caught up')

    expect(await Promise.race([caughtUp, nextTurn])).toBe('has caught up')
  })
})
