import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstArm } from './order.js'

const seeds = fc.nat({ max: 2 ** 31 })
const stages = fc.string({ minLength: 1, maxLength: 30 })

describe('firstArm', () => {
  it('alternates, so that each arm goes first equally often', () => {
    fc.assert(
      fc.property(seeds, stages, fc.integer({ min: 1, max: 100 }), (seed, stage, pair) => {
        const now = firstArm(seed, stage, pair)
        const next = firstArm(seed, stage, pair + 1)

        expect(next).not.toBe(now)
      }),
    )
  })

  it('is the same for the same seed, stage and pair', () => {
    fc.assert(
      fc.property(seeds, stages, (seed, stage) => {
        expect(firstArm(seed, stage, 1)).toBe(firstArm(seed, stage, 1))
      }),
    )
  })

  it('lets neither arm begin more often than chance would, over seeds and over stages', () => {
    const overSeeds = Array.from({ length: 2000 }, (_, seed) => firstArm(seed, 'grok/offline', 1))
    const overStages = Array.from({ length: 2000 }, (_, index) => firstArm(7, `model${index}/offline`, 1))

    for (const drawn of [overSeeds, overStages]) {
      const share = drawn.filter((arm) => arm === 'main').length / drawn.length
      expect(share).toBeGreaterThan(0.45)
      expect(share).toBeLessThan(0.55)
    }
  })
})
