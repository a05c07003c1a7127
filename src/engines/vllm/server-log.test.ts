import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverLog } from './printed.fixture.js'
import { ServerLog } from './server-log.js'

describe('the log of vllm serve', () => {
  it('says what was resolved, and last that the server is ready', () => {
    const log = new ServerLog()
    const ready = serverLog.indexOf('INFO:     Application startup complete.')

    for (const line of serverLog.slice(0, ready)) log.read(line)
    const before = log.isReady
    for (const line of serverLog.slice(ready)) log.read(line)

    expect(before).toBe(false)
    expect(log.isReady).toBe(true)
    expect(log.state.resolved).toMatchObject({ 'tokens in the cache': 524_288, 'context length': 512 })
  })

  it('names the attention backend that was chosen', () => {
    const log = new ServerLog()

    log.read(
      "(EngineCore pid=9) INFO 11-29 21:25:39 [rocm.py:850] Using ROCM_AITER_FA backend out of potential backends: ['ROCM_AITER_FA', 'TRITON_ATTN'].",
    )

    expect(log.state.resolved).toEqual({ 'attention backend': 'ROCM_AITER_FA' })
  })

  it('takes any line', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        const log = new ServerLog()

        for (const line of lines) log.read(line)

        expect(log.isReady).toBe(lines.some((line) => line.includes('Application startup complete.')))
      }),
    )
  })
})
