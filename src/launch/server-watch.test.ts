import { describe, expect, it } from 'vitest'
import { ServerWatch } from './server-watch.js'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second))

const line = (second: number, text: string) => ({
  stream: 'stderr' as const,
  time: at(second).toISOString().replace('Z', '123456Z'),
  text,
})

const prefill = (second: number, cached: number) =>
  line(
    second,
    `[TP0] Prefill batch, #new-seq: 1, #new-token: 100, #cached-token: ${cached}, token usage: 0.0`,
  )

describe('ServerWatch', () => {
  it('says when the server is ready', async () => {
    const watch = new ServerWatch()

    watch.read([line(1, 'The server is fired up and ready to roll!')])

    expect(watch.isReady).toBe(true)
    await watch.ready
  })

  it('tells what happened between two moments, whenever it is asked', () => {
    const watch = new ServerWatch()
    for (const [second, cached] of [
      [1, 1],
      [5, 10],
      [6, 20],
      [9, 300],
    ] as const) {
      watch.read([prefill(second, cached)])
    }

    expect(watch.observe(at(4), at(7))).toMatchObject({ newTokens: 200, cachedTokens: 30 })
    expect(watch.observe(at(8), at(10))).toMatchObject({ newTokens: 100, cachedTokens: 300 })
  })

  it('sees builds of kernels and requests that were put back', () => {
    const watch = new ServerWatch()
    watch.read([line(1, '[aiter] start build [module_moe] under /jit')])
    watch.read([
      line(2, 'KV cache pool is full. Retract requests. #retracted_reqs: 3, #new_tokens_gained: 512'),
    ])

    const { jitBuilds, retractedRequests } = watch.observe(at(0), at(3))

    expect(jitBuilds).toEqual([{ step: 'started', module: 'module_moe' }])
    expect(retractedRequests).toBe(3)
  })

  it('forgets a lack of memory that the server has outlived, also where its whole log is read again before', () => {
    const watch = new ServerWatch()
    watch.read([line(2, 'torch.OutOfMemoryError: HIP out of memory.'), prefill(5, 7)])

    expect(watch.outOfMemory).toBe(true)
    expect(watch.observe(at(1), at(6)).cachedTokens).toBe(7)
    watch.forget(at(2))
    expect(watch.outOfMemory).toBe(true)
    watch.forget(at(3))
    expect(watch.outOfMemory).toBe(false)
    expect(watch.observe(at(1), at(6)).cachedTokens).toBe(7)
    watch.read([line(7, 'torch.OutOfMemoryError: HIP out of memory.')])
    expect(watch.outOfMemory).toBe(true)
  })

  it('waits for lines that are still on their way, and no longer', async () => {
    const watch = new ServerWatch()
    const late = setTimeout(() => {
      watch.read([prefill(2, 7)])
    }, 100)

    await watch.caughtUp(at(3), new AbortController().signal)

    clearTimeout(late)
    expect(watch.observe(at(0), at(3)).cachedTokens).toBe(7)
  })

  it('does not wait where a later line was read', async () => {
    const watch = new ServerWatch()
    watch.read([], line(9, 'GET /server_info 200').time)
    const asked = performance.now()

    await watch.caughtUp(at(3), new AbortController().signal)

    expect(performance.now() - asked).toBeLessThan(100)
  })
})
