import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Retractions } from './retractions.js'

describe('Retractions', () => {
  it('counts what a group of GPUs put back once, though each of them says so', () => {
    const said = (rank: string, count: number) =>
      `[2026-03-01 10:00:00${rank}] KV cache pool is full. Retract requests. #retracted_reqs: ${count}, #new_tokens_gained: 512`
    const requests = (...lines: string[]) => requestsIn(lines)

    expect(requests(said('', 2), said('', 1))).toBe(3)
    expect(requests(...[0, 1, 2, 3, 4, 5, 6, 7].map((gpu) => said(` TP${gpu}`, 2)))).toBe(2)
    expect(requests(said(' TP0', 2), said(' TP1', 2), said(' TP0', 1), said(' TP1', 1))).toBe(3)
    expect(requests(said(' DP0 TP0', 2), said(' DP0 TP1', 2), said(' DP1 TP2', 4), said(' DP1 TP3', 4))).toBe(
      6,
    )
    expect(requests(said(' PP0 TP0 EP0', 2), said(' PP0 TP1 EP1', 2))).toBe(2)
    expect(requests(said(' ATTN_CP0 TP0', 2), said(' ATTN_CP0 TP1', 2))).toBe(2)
  })

  it('reads any text', () => {
    const piece = fc.constantFrom(
      '[',
      ' DP1',
      ' TP0',
      ' EP3',
      ']',
      '#retracted_reqs: 7',
      '2026-03-01 10:00:00',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(requestsIn([pieces.join('')])).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

function requestsIn(lines: readonly string[]): number {
  const retractions = new Retractions()
  for (const line of lines) retractions.read(line)
  return retractions.requests
}
