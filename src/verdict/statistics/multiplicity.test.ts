import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hochberg, holm, simes } from './multiplicity.js'

const pValues = [0.011, 0.02, 0.0005, 0.3, 0.049, 0.013]
// R 4.2.2: p.adjust(p, "holm") and p.adjust(p, "hochberg")
const holmAdjusted = [0.055, 0.06, 0.003, 0.3, 0.098, 0.055]
const hochbergAdjusted = [0.052, 0.06, 0.003, 0.3, 0.098, 0.052]
const level = fc.double({ min: 0.001, max: 0.5, noNaN: true })
const samples = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })

describe('Holm', () => {
  it.each([0.002, 0.0031, 0.054, 0.0551, 0.061, 0.2, 0.31])(
    'rejects at %d what R adjusts to less',
    (alpha) => {
      const rejected = holm(
        pValues,
        pValues.map(() => alpha),
      )

      expect(rejected).toEqual(holmAdjusted.map((p) => p <= alpha))
    },
  )

  it('gives each hypothesis its own level, and none to a level of 0', () => {
    const rejected = holm([0.0001, 0.004, 0.02], [0, 0.02, 0.02])

    expect(rejected).toEqual([false, true, false])
  })

  it('rejects all that Bonferroni rejects', () => {
    fc.assert(
      fc.property(samples, level, (sample, alpha) => {
        const rejected = holm(
          sample,
          sample.map(() => alpha),
        )

        sample.forEach((p, index) => {
          if (p <= alpha / sample.length) expect(rejected[index]).toBe(true)
        })
      }),
    )
  })
})

describe('Hochberg', () => {
  it.each([0.002, 0.0031, 0.0515, 0.0521, 0.061, 0.2, 0.31])(
    'rejects at %d what R adjusts to less',
    (alpha) => {
      const rejected = hochberg(pValues, alpha)

      expect(rejected).toEqual(hochbergAdjusted.map((p) => p <= alpha))
    },
  )

  it('rejects all that Holm rejects', () => {
    fc.assert(
      fc.property(samples, level, (sample, alpha) => {
        const byHolm = holm(
          sample,
          sample.map(() => alpha),
        )
        const byHochberg = hochberg(sample, alpha)

        byHolm.forEach((rejected, index) => {
          if (rejected) expect(byHochberg[index]).toBe(true)
        })
      }),
    )
  })
})

describe('Simes', () => {
  it('takes the smallest n p / k', () => {
    const p = simes(pValues)

    expect(p).toBeCloseTo(0.003, 12)
  })

  it('is the p itself for one hypothesis, at most 1, and never above Bonferroni', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const p = simes(sample)

        expect(p).toBeLessThanOrEqual(Math.min(1, sample.length * Math.min(...sample)))
        if (sample.length === 1) expect(p).toBe(sample[0])
      }),
    )
  })

  it('bounds the chance of a false word on independent p, by brute force over a grid', () => {
    const steps = 40
    let rejected = 0
    for (let a = 0; a < steps; a++)
      for (let b = 0; b < steps; b++) if (simes([(a + 0.5) / steps, (b + 0.5) / steps]) <= 0.2) rejected++

    expect(rejected / steps ** 2).toBeCloseTo(0.2, 2)
  })
})
