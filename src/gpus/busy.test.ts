import { describe, expect, it } from 'vitest'
import { gpuBusy } from './busy.js'

describe('gpuBusy', () => {
  const limit = { vramPercent: 10 }

  it('is silent when every GPU holds little memory', () => {
    const reason = gpuBusy([{ number: 0, vramPercent: 10 }], limit)

    expect(reason).toBeUndefined()
  })

  it('names the GPUs that hold memory, and those that do not tell', () => {
    const reason = gpuBusy(
      [
        { number: 0, vramPercent: 75.4 },
        { number: 1, vramPercent: undefined },
        { number: 2, vramPercent: 1 },
      ],
      limit,
    )

    expect(reason).toBe('GPU 0 has 75 % of its memory in use, GPU 1 does not report its memory (limit 10 %)')
  })

  it('counts no GPU at all as busy', () => {
    expect(gpuBusy([], limit)).toBe('no GPU reported its state')
  })
})
