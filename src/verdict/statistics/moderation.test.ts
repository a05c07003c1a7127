import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitPrior, inverseTrigamma, moderate } from './moderation.js'

// R 4.2.2 and limma 3.54.1
const variances = [0.31, 0.52, 0.08, 1.9, 0.75, 0.44, 3.2, 0.12]
const squeezed = [
  0.440051428997457, 0.529769937679395, 0.341788300441049, 1.11934870901784, 0.628033066235802,
  0.495591458181514, 1.67474900085841, 0.35887754018999,
]

describe('the inverse of the second derivative of ln gamma', () => {
  // limma: trigammaInverse(c(.01, .3, 1, 4, 50))
  it.each([
    [0.01, 100.499166681943],
    [0.3, 3.80871901205117],
    [1, 1.42625512021508],
    [4, 0.566385988999013],
    [50, 0.143379812352861],
  ])('trigamma reaches %d', (y, expected) => {
    const x = inverseTrigamma(y)

    expect(x / expected).toBeCloseTo(1, 6)
  })
})

describe('moderated variance', () => {
  it("fits the prior that limma's fitFDist fits", () => {
    const prior = fitPrior(variances.map((variance) => ({ variance, df: 3 })))

    expect(prior.variance).toBeCloseTo(0.537057378406188, 7)
    expect(prior.df).toBeCloseTo(4.02196246076073, 6)
  })

  it("squeezes as limma's squeezeVar", () => {
    const prior = fitPrior(variances.map((variance) => ({ variance, df: 3 })))
    const found = variances.map((variance) => moderate({ variance, df: 3 }, prior).variance)

    found.forEach((variance, index) => {
      expect(variance).toBeCloseTo(squeezed[index] ?? NaN, 7)
    })
  })

  it('takes variances that differ no more than by chance as one', () => {
    const prior = fitPrior([1, 1.05, 0.96, 1.02].map((variance) => ({ variance, df: 6 })))

    expect(prior.df).toBe(Infinity)
    expect(prior.variance).toBeCloseTo(1.0075, 10)
    expect(moderate({ variance: 7, df: 6 }, prior)).toEqual(prior)
  })

  it('fits variances of unequal degrees of freedom', () => {
    const prior = fitPrior(variances.map((variance, index) => ({ variance, df: index + 2 })))

    // limma 3.54.1: fitFDist(v, 2:9)
    expect(prior.variance).toBeCloseTo(0.436786372456253, 7)
    expect(prior.df).toBeCloseTo(3.0960286217842, 5)
  })

  it('lies between the observed variance and the prior', () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })

    fc.assert(
      fc.property(positive, positive, positive, positive, (variance, df, priorVariance, priorDf) => {
        const found = moderate({ variance, df }, { variance: priorVariance, df: priorDf })

        expect(found.variance).toBeGreaterThanOrEqual(Math.min(variance, priorVariance) * (1 - 1e-9))
        expect(found.variance).toBeLessThanOrEqual(Math.max(variance, priorVariance) * (1 + 1e-9))
        expect(found.df).toBeCloseTo(df + priorDf, 6)
      }),
    )
  })

  it('is the observed one without a prior', () => {
    const observed = { variance: 2, df: 3 }

    expect(moderate(observed, undefined)).toBe(observed)
  })
})
