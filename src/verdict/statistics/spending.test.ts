import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgets } from '../tuning.js'
import { defaultLooks, lookReached, looksAt, nextLook, type Look } from './spending.js'

const total = (looks: readonly Look[], share: 'difference' | 'equivalence' | 'cells') =>
  looks.reduce((sum, look) => sum + look[share], 0)

describe('the looks', () => {
  it('name no difference at three pairs', () => {
    const [first] = looksAt(defaultLooks)

    expect(first).toMatchObject({ pairs: 3, difference: 0 })
  })

  it('spend the budgets and no more, wherever they are', () => {
    const anyLooks = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })

    fc.assert(
      fc.property(anyLooks, (pairs) => {
        const looks = looksAt([...pairs].sort((a, b) => a - b))

        for (const share of ['difference', 'equivalence', 'cells'] as const) {
          expect(total(looks, share)).toBeCloseTo(budgets[share], 12)
          for (const look of looks) expect(look[share]).toBeGreaterThanOrEqual(-1e-15)
        }
      }),
    )
  })

  it('spread what the planned last look has over later ones, by their pairs', () => {
    const shares = looksAt([8, 10, 12, 20]).map(({ difference }) => difference)

    expect(shares).toEqual([
      expect.closeTo(0.012, 12),
      expect.closeTo((0.013 * 2) / 12, 12),
      expect.closeTo((0.013 * 2) / 12, 12),
      expect.closeTo((0.013 * 8) / 12, 12),
    ])
  })

  it('give a single look everything', () => {
    const looks = looksAt([4])

    expect(looks).toEqual([{ pairs: 4, ...budgets }])
  })
})

describe('the look reached', () => {
  const looks = looksAt(defaultLooks)

  it.each([
    [2, undefined],
    [3, 3],
    [7, 6],
    [12, 10],
  ])('with %d pairs', (pairs, expected) => {
    const look = lookReached(looks, pairs, false)

    expect(look?.pairs).toBe(expected)
  })

  it('spends what is left where no pair will follow', () => {
    const look = lookReached(looks, 7, true)

    expect(look).toMatchObject({ pairs: 6, last: true })
    expect(look?.difference).toBeCloseTo(0.003 + 0.006 + 0.013, 12)
  })

  it('is taken before the first where no pair will follow, with the whole budget', () => {
    const found = [lookReached(looks, 2, true), lookReached(looks, 1, true)]

    expect(found).toEqual([{ pairs: 2, ...budgets, last: true }, undefined])
  })

  it('is followed by the next', () => {
    const next = [nextLook(looks, 0)?.pairs, nextLook(looks, 6)?.pairs, nextLook(looks, 10)?.pairs]

    expect(next).toEqual([3, 8, undefined])
  })
})
