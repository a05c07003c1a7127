import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, hochberg, simes } from './multiplicity.js'

const pValues = [0.011, 0.02, 0.0005, 0.3, 0.049, 0.013]
// R 4.2.2: p.adjust(p, "hochberg") and p.adjust(p, "BH")
const hochbergAdjusted = [0.052, 0.06, 0.003, 0.3, 0.098, 0.052]
const falseDiscoveryAdjusted = [0.026, 0.03, 0.003, 0.3, 0.0588, 0.026]
const level = fc.double({ min: 0.001, max: 0.5, noNaN: true })
const samples = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })

describe('Hochberg', () => {
  it.each([0.002, 0.0031, 0.0515, 0.0521, 0.061, 0.2, 0.31])(
    'rejects at %d what R adjusts to less',
    (alpha) => {
      const rejected = hochberg(pValues, alpha)

      expect(rejected).toEqual(hochbergAdjusted.map((p) => p <= alpha))
    },
  )

  it('rejects all that Bonferroni rejects', () => {
    fc.assert(
      fc.property(samples, level, (sample, alpha) => {
        const rejected = hochberg(sample, alpha)

        sample.forEach((p, index) => {
          if (p <= alpha / sample.length) expect(rejected[index]).toBe(true)
        })
      }),
    )
  })
})

describe('Benjamini and Hochberg', () => {
  it.each([0.002, 0.0031, 0.026, 0.0261, 0.061, 0.2, 0.31])(
    'rejects at %d what R adjusts to less',
    (alpha) => {
      const rejected = benjaminiHochberg(pValues, alpha)

      expect(rejected).toEqual(falseDiscoveryAdjusted.map((p) => p <= alpha))
    },
  )

  it('rejects any exactly where Simes does', () => {
    fc.assert(
      fc.property(samples, level, (sample, alpha) => {
        const rejected = benjaminiHochberg(sample, alpha)

        expect(rejected.includes(true)).toBe(
          sample.some(
            (_, k) => ([...sample].sort((a, b) => a - b)[k] ?? 1) <= ((k + 1) * alpha) / sample.length,
          ),
        )
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
